"""The line, run by the real Snakemake on copies of the repository and of the small study.

A copy imports its own library (`site/insideout` is a link to its scripts/insideout), so that a test
may edit any file of it. One finished run is shared; tests that change something take a copy of it.
"""

import compileall
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
PARTS = ("config", "data", "profiles", "reports", "scripts", "workflow")
STUDY = "studies/small/small.yaml"
STATS = re.compile(r"Job stats:\njob +count\n[- ]+\n(.*?)\n\n", re.DOTALL)


@dataclass
class Line:
    """A copy of the repository with the small study in studies/small."""

    folder: Path
    log: str = field(default="", init=False)  # Snakemake's own log of the last run

    @property
    def results(self) -> Path:
        return self.folder / "results" / "small"

    def run(
        self, *arguments: str, study: str = STUDY, fails: bool = False, env: Mapping[str, str] = {}
    ) -> str:
        """Run the line, which must succeed unless it `fails`; returns what a person sees."""
        logs = self.folder / ".snakemake" / "log"
        before = set(logs.glob("*.log"))
        run = subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments, "--config", f"study={study}"],
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=300,
            env={**os.environ, "PYTHONPATH": str(self.folder / "site"), **env},
        )  # fmt: skip
        said = run.stdout + run.stderr
        assert (run.returncode != 0) == fails, said
        new = sorted(set(logs.glob("*.log")) - before)
        self.log = said if "--dry-run" in arguments else "".join(f.read_text("utf-8") for f in new)
        return said

    def ran(self) -> set[str]:
        """The stages of the last run, by the table of jobs in Snakemake's own log."""
        stats = STATS.search(self.log)
        if stats is None:
            assert "Nothing to be done" in self.log, self.log
            return set()
        return {row.split()[0] for row in stats[1].splitlines()} - {"all", "total"}

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a passage of a file, where it stands first."""
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def state(self) -> dict[str, tuple[bytes, int]]:
        """Content and time of every file of the results."""
        files = sorted(file for file in self.results.rglob("*") if file.is_file())
        return {
            file.relative_to(self.results).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
            for file in files
        }

    def made(self) -> dict[str, bytes]:
        """Content of every file of the results."""
        return {name: content for name, (content, _) in self.state().items()}


def copied(folder: Path) -> Line:
    """A copy of the repository's files in which nothing was run."""
    left_out = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        shutil.copytree(REPO / part, folder / part, ignore=left_out)
    for made in (".sha256", "intake", "logs"):  # what runs left in private folders
        for left in folder.glob(f"data/*/private/*{made}"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copy(REPO / "Snakefile", folder)
    shutil.copytree(REPO / "tests" / "studies" / "small", folder / "studies" / "small")
    (folder / "site").mkdir()
    (folder / "site" / "insideout").symlink_to("../scripts/insideout")
    compileall.compile_dir(folder / "scripts", quiet=2)  # once, not in each job of each run
    return Line(folder)


@pytest.fixture(scope="session")
def copy_of_the_repository() -> Callable[[Path], Line]:
    """Makes a copy of the repository's files, in which nothing was run."""
    return copied


@pytest.fixture(scope="session")
def finished_line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A finished run, for all to read and nobody to change."""
    line = copied(tmp_path_factory.mktemp("finished"))
    line.run()
    return line


@pytest.fixture
def new_line(tmp_path: Path) -> Line:
    """A copy of the repository in which nothing was run."""
    return copied(tmp_path / "new")


@pytest.fixture
def line(finished_line: Line, tmp_path: Path) -> Line:
    """A finished run to change."""
    folder = tmp_path / "line"
    shutil.copytree(finished_line.folder, folder, symlinks=True)
    return Line(folder)


@pytest.fixture(scope="module")
def planned(
    finished_line: Line, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str, str], set[str]]:
    """What a finished run would run again if a passage of a file were another (a dry run)."""
    folder = tmp_path_factory.mktemp("planned") / "line"
    shutil.copytree(finished_line.folder, folder, symlinks=True)
    line = Line(folder)

    def stages(file: str, old: str, new: str) -> set[str]:
        path = folder / file
        before = path.read_bytes()
        try:
            line.edit(file, old, new)
            line.run("--dry-run")
            return line.ran()
        finally:
            path.write_bytes(before)

    return stages
