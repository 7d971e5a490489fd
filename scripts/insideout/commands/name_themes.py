"""Take back the form of candidate themes: named ones become codes, quotes that are kept codings.

A theme that is named is put into the codebook as an inductive code, without a change to any other
line; the quotes ticked `keep` become your codings, with the new code or the one it was merged into;
every decision goes to the table that the study file names with `clusters`.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.changes import difference, read, with_rows, write_all
from insideout.code.added import coding_problems, with_codings
from insideout.code.codebook import read_codebook
from insideout.code.edit import with_code
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.rows import DATE, Row, read_rows, repeated_keys
from insideout.schema import parsed
from insideout.suggest.inductive_form import SHEETS
from insideout.suggest.named import (
    Decision,
    Known,
    coding_of,
    decisions,
    kept_quotes,
    with_named,
)
from insideout.tables.inputs import CLUSTERS
from insideout.tables.suggest import CANDIDATES, RESIDUAL
from insideout.workbook import cells_of, sheet_rows

CODER = re.compile(r"\w[\w-]*")


def main(arguments: Sequence[str]) -> int:
    """Check what was decided, show what changes, and write it whole or not at all."""
    parser = argparse.ArgumentParser("python -m insideout name_themes", description=__doc__)
    parser.add_argument("study", help="the study file")
    parser.add_argument("file", type=Path, help="the form of candidate themes, filled in (xlsx)")
    parser.add_argument("--by", required=True, metavar="ID", help="who decided: your coder's id")
    parser.add_argument(
        "--date", type=day, default=datetime.date.today().isoformat(), metavar="YYYY-MM-DD",
        help="when it was decided; else today",
    )  # fmt: skip
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        changes, said = taken(study, asked.file, asked.by, asked.date)
        lines = difference(changes)
        write_all(changes)  # first of all: whoever reads what is printed may leave early
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    print("\n".join([*lines, said]))
    return 0


def day(text: str) -> str:
    """A date as written. Raises ValueError."""
    if not DATE.fullmatch(text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text).isoformat()


def taken(study: Study, file: Path, by: str, date: str) -> tuple[dict[Path, str], str]:
    """The files that change, with their new text, and what is to be said. Raises DataError."""
    places = targets(study, by)
    known = last_run(study, places)
    rows, problems = filled(file)
    made, wrong = decisions(f"{file}, sheet themes", rows["themes"], known)
    read_of = {row["cluster"] for row in rows["themes"]}
    # a theme with a bad cell is told of already, and its quotes can't be judged
    quotes = [row for row in rows["quotes"] if not problems or row["cluster"] in read_of]
    where = f"{file}, sheet quotes"
    kept, more = kept_quotes(where, quotes, made, known)
    codings = kept_codings(where, kept, study, by)
    book = with_named(made, known.codes)
    there = {code["code"] for code in book}  # of a code that isn't there the theme's row is told
    problems += wrong + more
    problems += coding_problems([c for c in codings if c["code"] in there], book, study)
    if problems:
        raise DataError(problems)
    changes = {
        places["codebook"]: with_codes(places["codebook"], made.values(), known),
        places["codings"]: with_codings(places["codings"], codings),
        places["clusters"]: with_decisions(places["clusters"], made.values(), known, by, date),
    }
    changes = {place: text for place, text in changes.items() if text != read(place)}
    if not changes:
        return {}, "nothing is new: all of it was decided and coded before"
    counts = Counter(
        "for another reason" if d.same else d.decision for d in news(made.values(), known)
    )
    done = ", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) or "no new decision"
    return changes, (
        f"{done}; {len(codings)} quotes kept as codings of {by}. "
        "Former files stand beside them as .bak; run the pipeline to use the new ones"
    )


def kept_codings(
    file: str, kept: Iterable[tuple[Mapping[str, Any], str, Row]], study: Study, by: str
) -> list[dict[str, Any]]:
    """The sentences that are kept as codings, with their `line` of the form."""
    texts = Path("results") / study.name / "corpus" / "texts"
    codings = []
    for quote, code, row in kept:
        text = read(texts / f"{quote['source']}.txt")
        coding = coding_of(quote, code, row["valence"] or "", by, text)
        codings.append({**coding, "about": row["about"] or "", "file": file, "line": row.line})
    return codings


def targets(study: Study, by: str) -> dict[str, Path]:
    """The files that are written: codebook, codings, clusters. Raises DataError."""
    problems, places = [], {}
    for key, example in (("clusters", "clusters.csv"), ("codings", "codings")):
        place = study.place(key)
        if place is None:
            hint = f"add `{key}: {example}` to the study file"
            problems.append(
                Problem(str(study.path), None, key, "a place to write", "nothing", hint)
            )
        else:
            places[key] = place / f"{by}.csv" if key == "codings" else place
    book = study.place("codebook")
    if book is None or study.inline("codebook") or book.suffix.lower() not in (".yaml", ".yml"):
        hint = "new codes are put into a YAML codebook alone; add them in your own tool"
        found = str(book) if book else "nothing"
        problems.append(Problem(str(study.path), None, "codebook", "a YAML file", found, hint))
    else:
        places["codebook"] = book
    if not CODER.fullmatch(by):
        hint = "your coder's id, as your file of codings is called"
        problems.append(Problem("--by", None, "", "letters and digits", shown(by), hint))
    if problems:
        raise DataError(problems)
    return places


def last_run(study: Study, places: Mapping[str, Path]) -> Known:
    """What the last run found, and the study's codes and decisions. Raises DataError."""
    from insideout.reader import read_made, records  # pandas

    tables = Path("results") / study.name / "tables"
    for name in ("candidates", "residual"):
        if not (tables / f"{name}.csv").is_file():
            hint = "run the pipeline first, with the key `suggest` in the study file"
            found = "no such file"
            where = str(tables / f"{name}.csv")
            raise DataError(Problem(where, None, "", f"the table {name}", found, hint))
    candidates = records(read_made(tables / "candidates.csv", CANDIDATES))
    residual = read_made(tables / "residual.csv", RESIDUAL)
    quotes = records(residual[residual["cluster"] != ""])
    decided: list[Row] = []
    problems: list[Problem] = []
    if places["clusters"].is_file():
        decided, problems = read_rows(places["clusters"], CLUSTERS)
    if problems:
        raise DataError(problems)
    return Known(
        {row["cluster"]: row for row in candidates},
        {row["cluster"]: row.cells for row in decided},
        {(row["cluster"], row["source"], row["start"], row["end"]): row for row in quotes},
        {code["code"]: code for code in read_codebook(places["codebook"])},
    )


def filled(file: Path) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of the form's two sheets, and what is wrong with them. Raises DataError."""
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    if file.suffix.lower() != ".xlsx":
        raise DataError(Problem(str(file), None, "", "the form as a workbook (.xlsx)", file.suffix))
    for name, table in SHEETS.items():
        header, lines = cells_of(file, name)
        where = f"{file}, sheet {name}"
        missing = [column for column in table.key if column not in header]
        missing += [] if {"decision", "keep"} & set(header) else ["decision or keep"]
        hint = "fill in a copy of the form that the last run wrote"
        problems += [Problem(where, 1, c, "this column", "no such column", hint) for c in missing]
        rows[name], wrong = ([], []) if missing else sheet_rows(where, header, lines, table)
        problems += wrong + repeated_keys(where, rows[name], table)
    return rows, problems


def with_codes(file: Path, made: Iterable[Decision], known: Known) -> str:
    """The codebook with the new codes. Raises DataError."""
    from insideout.suggest.clusters import plain_terms

    text = read(file)
    version = parsed(text.encode(), str(file)).get("version")
    for new in (decision for decision in made if decision.new):
        terms = ", ".join(plain_terms(known.candidates[new.cluster]["terms"]))
        parent = known.codes.get(new.parent, {})
        code = {
            "id": new.code,
            "name": new.name,
            "definition": new.definition,
            "origin": "inductive",
            "since": "" if version is None else str(version),
            "valences": parent.get("valences"),
            "cluster": f"{new.cluster}: {terms}",
        }
        cells = {key: value for key, value in code.items() if value}
        text = with_code(text, cells, new.parent, str(file))
    return text


def news(made: Iterable[Decision], known: Known) -> list[Decision]:
    """Decisions that weren't made before, and those made again for another reason.

    An empty reason is none: the form of the next run has the decision, and not always its reason.
    """
    before = {
        cluster: " ".join((cells.get("reason") or "").split())
        for cluster, cells in known.decided.items()
    }
    return [d for d in made if not d.same or d.reason not in ("", before.get(d.cluster, ""))]


def with_decisions(file: Path, made: Iterable[Decision], known: Known, by: str, date: str) -> str:
    """The table of decisions with new ones, each in the place of one about the same cluster."""
    from insideout.suggest.clusters import plain_terms

    new = [
        {
            "cluster": d.cluster,
            "terms": "; ".join(plain_terms(known.candidates[d.cluster]["terms"])),
            "decision": d.decision, "code": d.code, "by": by, "date": date, "reason": d.reason,
        }
        for d in news(made, known)
    ]  # fmt: skip
    gone = {row["cluster"] for row in new}
    if not gone & set(known.decided):
        return with_rows(read(file), new, CLUSTERS)
    kept = [dict(cells) for cluster, cells in known.decided.items() if cluster not in gone]
    return with_rows("", [*kept, *new], CLUSTERS)
