"""`make bench`: the line measured against itself, in one run on a copy, as ratios.

Seconds of a busy machine say little; the ratio of two things measured side by side says more. What
is printed here goes into docs/performance.md.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import re
import resource
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

REPO = Path(__file__).parents[2]
STAGES = (
    "intake", "deidentify", "annotate", "code", "agree", "suggest", "chart", "extract", "nest",
    "compare", "test", "judge", "quality", "report", "seal",
)  # fmt: skip
COPIED = ("Snakefile", "config", "data", "profiles", "reports", "scripts", "workflow")
ROUNDS = 3
PARTS = {  # of the stage report: module and function
    "reading tables": ("data", "read"),
    "figures": ("figures", "figures"),
    "pandoc": ("pandoc", "build"),
    "checks": ("checks", "check"),
    "HTML pages": ("pages", "write"),
    "Typst": ("pdf", "write"),
}


def copied(folder: Path) -> dict[str, str]:
    """A copy of the workflow, and an environment whose `insideout` is the copy's library."""
    for name in COPIED:
        source = REPO / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, folder / name)
    study = folder / "data" / "polyclinics"
    shutil.rmtree(study / "texts")  # else an edited transcript would be told to differ from them
    for made in ("intake", "logs"):
        shutil.rmtree(study / "private" / made, ignore_errors=True)
    (study / "private" / "key.sha256").unlink(missing_ok=True)
    site = folder / ".site"
    site.mkdir()
    (site / "insideout").symlink_to(folder / "scripts" / "insideout")
    return os.environ | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": ""}


def measured(command: list[str], folder: Path, env: dict[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command and all it starts. Raises when it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{run.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def snakemake(*options: str) -> list[str]:
    """Snakemake of the environment that runs this."""
    return [sys.executable, "-m", "snakemake", *options]


def ran(folder: Path) -> list[str]:
    """The stages of the last run, by the job statistics in Snakemake's own log."""
    last = max((folder / ".snakemake" / "log").iterdir(), key=lambda log: log.stat().st_mtime)
    jobs = re.findall(r"^(\w+) +\d+$", last.read_text("utf-8"), re.MULTILINE)
    return [stage for stage in STAGES if stage in jobs]


def in_one_process(folder: Path, parts: bool) -> None:
    """Call every stage's `main` with the arguments its job had, in this process.

    With `parts`, print where the seconds went, as JSON (the profiler itself costs some).
    """
    from insideout.entry import arguments  # the copy

    os.chdir(folder)
    kept = {}
    for script in (folder / ".snakemake" / "scripts").glob("*.py"):
        preamble = script.read_text("utf-8").split("######## snakemake preamble end")[0]
        space: dict[str, object] = {"__file__": str(script)}
        exec(preamble, space)  # noqa: S102 (what Snakemake itself ran)
        job = space["snakemake"]
        kept[job.rule] = job  # type: ignore[attr-defined]
    took = {}
    profile = cProfile.Profile()
    for stage in STAGES:
        main = runpy.run_path(str(folder / "scripts" / f"{stage}.py"))["main"]
        start = time.perf_counter()
        with profile if parts and stage == "report" else nullcontext():
            main(**arguments(kept[stage]))
        took[stage] = time.perf_counter() - start
    if parts:
        print(json.dumps({"stages": took, "parts": parts_of(profile)}))


def parts_of(profile: cProfile.Profile) -> dict[str, float]:
    """Seconds in the parts of the stage `report`, by the functions that stand for them."""
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return {
        what: sum(row[3] for (file, _, name), row in stats.items() if (Path(file).stem, name) == at)
        for what, at in PARTS.items()
    }


def edit(file: Path, change: Callable[[str], str]) -> None:
    """Change a text file; it is an error when nothing changes."""
    old = file.read_text("utf-8")
    new = change(old)
    if new == old:
        sys.exit(f"the edit of {file} changed nothing")
    file.write_text(new, "utf-8")


def edits(folder: Path) -> Iterable[tuple[str, Callable[[], None]]]:
    """One edit of each kind, by name."""
    data = folder / "data" / "polyclinics"
    yield (
        "one chapter",
        lambda: edit(
            folder / "reports" / "tests.qmd", lambda text: text + "\nOne more sentence.\n"
        ),
    )
    yield (
        "one summary",
        lambda: edit(data / "summaries.csv", lambda text: text.replace(",AM,", ",JT,", 1)),
    )
    yield (
        "one record",
        lambda: edit(data / "records.csv", lambda text: text.replace(",surgery,", ",home,", 1)),
    )
    yield (
        "one coding",
        lambda: edit(
            data / "codings" / "AM.csv", lambda text: text.replace(",present,", ",absent,", 1)
        ),
    )
    yield (
        "one transcript",
        lambda: edit(
            data / "private" / "raw" / "E03.txt",
            lambda text: text.rstrip() + " Well, there we are.\n",
        ),
    )


def import_costs(folder: Path, env: dict[str, str]) -> list[tuple[str, float]]:
    """CPU seconds that a stage's imports take over the bare interpreter's, the least of three."""
    bare = min(measured([sys.executable, "-c", ""], folder, env)[1] for _ in range(ROUNDS))
    costs = []
    for stage in STAGES:
        code = f"import runpy; runpy.run_path('scripts/{stage}.py')"
        taken = min(measured([sys.executable, "-c", code], folder, env)[1] for _ in range(ROUNDS))
        costs.append((stage, taken - bare))
    return costs


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        env = copied(folder)
        version = statistics.median(
            measured(snakemake("--version"), folder, env)[0] for _ in range(ROUNDS)
        )
        full, full_cpu = measured(snakemake("--skip-script-cleanup"), folder, env)
        one = [sys.executable, __file__, "--in-one-process", str(folder)]
        _, one_cpu = measured(one, folder, env)
        measured(snakemake(), folder, env)
        idle = statistics.median(measured(snakemake(), folder, env)[0] for _ in range(ROUNDS))
        print("| what | against | ratio | stages run |")
        print("|:-----|:--------|------:|:-----------|")
        print(f"| no-op run | `snakemake --version` | {idle / version:.2f} | none |")
        for what, change in edits(folder):
            change()
            wall, _ = measured(snakemake(), folder, env)
            print(f"| {what} edited | full run | {wall / full:.2f} | {', '.join(ran(folder))} |")
        ratio = full_cpu / one_cpu
        print(f"| full run, CPU | same stages in one process, CPU | {ratio:.2f} | all |")
        print(f"\nFull run: {full:.1f} s wall, {full_cpu:.1f} s CPU.")
        print(f"The same stages in one process: {one_cpu:.1f} s CPU.")
        said = subprocess.run(
            [*one, "--parts"], cwd=folder, env=env, capture_output=True, text=True, check=True
        )  # fmt: skip
        told(json.loads(said.stdout), import_costs(folder, env))


def told(found: dict[str, dict[str, float]], imports: list[tuple[str, float]]) -> None:
    """Print where the time goes: work and imports by stage, and the parts of `report`."""
    stages, parts = found["stages"], found["parts"]
    print("\n| stage | work, share of all stages' | imports, CPU s | heavy packages |")
    print("|:--|--:|--:|:--|")
    heavy = {
        "annotate": "spaCy", "suggest": "scikit-learn", "test": "scipy, statsmodels",
        "report": "matplotlib, typst",
    }  # fmt: skip
    for stage, cost in imports:
        share = stages[stage] / sum(stages.values())
        print(f"| {stage} | {share:.2f} | {cost:.2f} | {heavy.get(stage, '')} |")
    print("\n| part of `report` | share of its seconds |\n|:--|--:|")
    for part, seconds in parts.items():
        print(f"| {part} | {seconds / stages['report']:.2f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in-one-process"]:
        in_one_process(Path(sys.argv[2]), "--parts" in sys.argv)
    else:
        main()
