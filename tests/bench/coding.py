"""Coding at scale: 2,000 sources and 500,000 codings through the stages code, agree and chart.

Run from anywhere: `.venv/bin/python tests/bench/coding.py [SOURCES]`. The corpus is made of random
words, with two coders who agree on about two codings in three. Each stage runs in a process of its
own; printed are its seconds, its peak of memory, and the memory that a process of its imports has.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from insideout.files import write_rows, write_text
from insideout.schema import schema_of, with_defaults
from insideout.tables import INPUTS, OUTPUTS

REPO = Path(__file__).parents[2]
SOURCES, CODINGS, CODES = 2_000, 250, 60  # codings are those of a source, both coders' together
SENTENCES, WORDS = 240, 12
CHILD = """
import json, resource, runpy, sys, time
from pathlib import Path
job = json.loads(sys.argv[1])
main = runpy.run_path(job["script"])["main"]
def path(value):
    return [Path(item) for item in value] if isinstance(value, list) else Path(value)
start = time.perf_counter()
print(main(**{k: path(v) for k, v in job["files"].items()}, **job["params"]), file=sys.stderr)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"wall": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime,
                  "peak": used.ru_maxrss / 2**20}))
"""


def corpus(folder: Path, sources: int) -> None:
    """Texts, turns, sentences, manifest, codebook and the two coders' files."""
    chance = random.Random(20260101)  # noqa: S311 (a corpus, no secret)
    vocabulary = ["".join(chance.choices("abdeghiklmnoprstu", k=chance.randint(2, 9)))
                  for _ in range(6_000)]  # fmt: skip
    rows: dict[str, list[dict[str, Any]]] = {"turns": [], "sentences": [], "manifest": []}
    coders: dict[str, list[dict[str, Any]]] = {"AM": [], "JT": []}
    for n in range(sources):
        source = f"S{n:05}"
        said = [" ".join(chance.choices(vocabulary, k=WORDS)) + "." for _ in range(SENTENCES)]
        text = "\n\n".join("P: " + " ".join(said[at : at + 4]) for at in range(0, SENTENCES, 4))
        write_text(folder / "texts" / f"{source}.txt", text + "\n")
        ends = list(_sentences(text, said))
        for turn, at in enumerate(range(0, SENTENCES, 4), 1):
            bounds = ends[at][0], ends[at + 3][1]
            rows["turns"].append(
                {
                    "source": source,
                    "turn": turn,
                    "label": "P",
                    "informant": source,
                    "role": "informant",
                    "start": bounds[0],
                    "end": bounds[1],
                }
            )
        rows["sentences"] += [
            {"source": source, "turn": k // 4 + 1, "sentence": k + 1, "start": start, "end": end,
             "words": WORDS} for k, (start, end) in enumerate(ends)
        ]  # fmt: skip
        rows["manifest"].append(
            {
                "source": source,
                "file": f"{source}.txt",
                "format": "txt",
                "sha256": "0",
                "kind": "interview",
                "language": "en",
                "consent_quote": "yes",
                "quotable": "yes",
                "words": 1,
                "turns": 1,
            }
        )
        for coder, codings in _coded(chance, source, text, ends):
            coders[coder] += codings
    for name, made in rows.items():
        write_rows(made, folder / f"{name}.csv", OUTPUTS[name])
    for coder, made in coders.items():
        write_rows(made, folder / "codings" / f"{coder}.csv", INPUTS["codings"])
    codes = "".join(f"- id: c{n}\n  name: Code {n}\n" for n in range(CODES))
    write_text(folder / "codebook.yaml", f'version: "1"\ncodes:\n{codes}')


def _sentences(text: str, said: list[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for sentence in said:
        at = text.index(sentence, at)
        yield at, at + len(sentence)
        at += len(sentence)


def _coded(
    chance: random.Random, source: str, text: str, ends: list[tuple[int, int]]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    pairs = {(chance.randrange(SENTENCES), chance.randrange(CODES)) for _ in range(CODINGS)}
    both = sorted(pairs)
    for coder in ("AM", "JT"):
        kept = [pair for pair in both if chance.random() < 0.8][: CODINGS // 2]
        yield coder, [
            {"source": source, "start": ends[k][0], "end": ends[k][1],
             "quote": text[slice(*ends[k])], "prefix": text[max(0, ends[k][0] - 32) : ends[k][0]],
             "suffix": text[ends[k][1] : ends[k][1] + 32], "code": f"c{code}",
             "valence": "absent" if chance.random() < 0.05 else "present",
             "coder": coder, "round": 1}
            for k, code in kept
        ]  # fmt: skip


def jobs(folder: Path) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Files and params of each stage, as the rules give them."""
    settings = with_defaults({}, schema_of(), schema_of())
    out = {name: str(folder / f"{name}.csv") for name in (
        "codings", "orphans", "code_counts", "codebook", "code_changes", "codebook_notes",
        "consensus", "agreement", "disagreements", "saturation", "mapped",
    )}  # fmt: skip
    corpus_files = {
        "texts": sorted(map(str, (folder / "texts").glob("*.txt"))),
        "turns": str(folder / "turns.csv"), "manifest": str(folder / "manifest.csv"),
    }  # fmt: skip
    code = {
        **corpus_files, "codebook": [str(folder / "codebook.yaml")],
        "codings": sorted(map(str, (folder / "codings").glob("*.csv"))), "segments": [],
        "placed": out["codings"], "orphans": out["orphans"], "code_counts": out["code_counts"],
        "codes": out["codebook"], "changes": out["code_changes"], "notes": out["codebook_notes"],
    }  # fmt: skip
    agree = {
        **corpus_files, "sentences": str(folder / "sentences.csv"), "placed": out["codings"],
        "codes": out["codebook"], "assignments": [], "adjudications": [], "mapping": [],
        "agreed": out["consensus"], "agreement": out["agreement"],
        "disagreements": out["disagreements"], "saturation_table": out["saturation"],
        "mapped": out["mapped"], "form": str(folder / "disagreements.xlsx"),
    }  # fmt: skip
    asked = {"book": None, "segment": None, "rounds": [], "threshold": 85, "orphaned": "fail"}
    agreed = {"settings": settings["agree"], "rounds": [], "seed": 1,
              "saturation_settings": settings["saturation"]}  # fmt: skip
    return {"code": (code, asked), "agree": (agree, agreed)}


def crosstab(folder: Path) -> str:
    """A script that counts codes by case, with each other and by attribute, as chart does."""
    script = folder / "crosstab.py"
    write_text(script, """
from insideout.crosstab import by_case, together
from insideout.queries.stage import queries
from insideout.reader import read_made
from insideout.tables import OUTPUTS
def main(agreed, codes, sentences, manifest):
    coded, book = read_made(agreed, OUTPUTS["consensus"]), read_made(codes, OUTPUTS["codebook"])
    cut = read_made(sentences, OUTPUTS["sentences"])
    sources = read_made(manifest, OUTPUTS["manifest"])
    people = [{"informant": s, "unit": f"u{n % 9}", "group": "patient", "age": str(n % 80)}
              for n, s in enumerate(sources["source"])]
    sites = {f"u{n}": f"u{n}" for n in range(9)}
    said = coded.assign(about=["u%d" % (n % 9) for n in range(len(coded))])
    cases, pairs = by_case(coded, book, people, sites), together(coded, book, cut, 1)
    asked = queries(said, book, people, None, sites, sources, {"attributes": ["age", "group"]})
    rows = ", ".join(f"{len(table):,} {name}" for name, table in asked.items())
    return f"{len(cases):,} cells, {len(pairs):,} pairs of codes, {rows}"
""")  # fmt: skip
    return str(script)


def measured(script: str, files: dict[str, Any], params: dict[str, Any]) -> dict[str, float]:
    """Seconds and peak memory (GB) of a stage in a process of its own."""
    job = json.dumps({"script": script, "files": files, "params": params})
    with tempfile.NamedTemporaryFile("w", suffix=".json") as given:
        given.write(job)
        given.flush()
        code = CHILD.replace("sys.argv[1]", f"Path({given.name!r}).read_text()")
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPO, check=False
        )
    if run.returncode:
        sys.exit(run.stderr)
    print(f"    {run.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print a row a stage."""
    sources = int(sys.argv[1]) if len(sys.argv) > 1 else SOURCES
    with tempfile.TemporaryDirectory(prefix="coding-") as made:
        folder = Path(made)
        corpus(folder, sources)
        print(f"\n{sources:,} sources of {SENTENCES * WORDS:,} words, about {sources * CODINGS:,} "
              "codings by two coders\n")  # fmt: skip
        print("| stage | wall, s | CPU, s | peak, GB |\n|:--|--:|--:|--:|")
        for name, (files, params) in jobs(folder).items():
            used = measured(str(REPO / "scripts" / f"{name}.py"), files, params)
            print(f"| {name} | {used['wall']:.0f} | {used['cpu']:.0f} | {used['peak']:.2f} |")
        names = {"agreed": "consensus", "codes": "codebook"} | {
            name: name for name in ("sentences", "manifest")
        }
        files = {key: str(folder / f"{name}.csv") for key, name in names.items()}
        used = measured(crosstab(folder), files, {})
        print(f"| cross-tabulation | {used['wall']:.0f} | {used['cpu']:.0f} | {used['peak']:.2f} |")


if __name__ == "__main__":
    main()
