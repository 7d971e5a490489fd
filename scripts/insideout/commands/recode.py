"""Find every coding again in the texts as they are, and put its offsets right in the coders' files.

Without --write it shows what would change, and lists the codings that have no sure place with the
places they might have. Offsets are a cache: nothing else hangs on them. The context of a quote is
part of a coding's id, and so are its words: --contexts and --accept-approximate rewrite the ids in
the table of adjudications along, and say which summaries are to be read again. Rows of a blind
round that isn't closed are put right like the others, but nothing of them is shown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.agree.disagreements import item_of
from insideout.code.anchor import Lost, Place
from insideout.code.codebook import read_codebook
from insideout.code.gather import coding_id, codings_in, of_sources
from insideout.code.place import passage_ids, sought
from insideout.code.recode import HINTS, difference, healed, rewritten, without_twins
from insideout.code.rounds import held_back
from insideout.files import write_bytes
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.reader import read_inputs
from insideout.rows import as_told, read_rows
from insideout.tables.inputs import ADJUDICATIONS, SOURCES, SPEAKERS
from insideout.transcripts import transcripts

Found = tuple[dict[str, Any], Place | Lost]
Files = dict[Path, tuple[bytes, bytes]]  # what changes: bytes before and after
Hidden = dict[str, set[int]]  # lines of each file whose rows are not to be shown
BOM = b"\xef\xbb\xbf"
NOT_ADDED = (
    "the column `occurrence` is not added while codings have no sure place, since an empty cell "
    "there says that the words stood once; correct them, then run this again"
)


def main(arguments: Sequence[str]) -> int:
    """Show or write what changes; 1 when a coding has no sure place, or an input is wrong."""
    parser = argparse.ArgumentParser("python -m insideout recode", description=__doc__)
    parser.add_argument(
        "study", nargs="?", default="config/polyclinics.yaml", help="the study file"
    )
    parser.add_argument("--write", action="store_true", help="write the files; else only show")
    parser.add_argument(
        "--contexts", action="store_true",
        help="also what stands before and after each quote, and which of equal ones it is",
    )  # fmt: skip
    parser.add_argument(
        "--accept-approximate", action="store_true",
        help="also quotes that were found approximately, as the text has them",
    )  # fmt: skip
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        files, found, notes = recoded(
            study, contexts=asked.contexts, words=asked.accept_approximate
        )
        hidden = _hidden(study)
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    for file, (before, after) in files.items():
        print(difference(file, before, after, hidden.get(str(file), set())), end="")
        if asked.write:
            write_bytes(file.with_name(file.name + ".bak"), before)
            write_bytes(file, after)
    for note in notes:
        print(note)
    lost = [
        unseen(coding) if coding["line"] in hidden.get(coding["file"], ())
        else orphan(coding, at, text)
        for coding, at, text in found if isinstance(at, Lost)
    ]  # fmt: skip
    print(said(files, len(found), len(lost), written=asked.write))
    if lost:
        head = "No sure place (correct the quote, or take its offsets and context from a place):"
        print("\n".join(["", head, *lost]), file=sys.stderr)
    return 1 if lost else 0


def recoded(
    study: Study, *, contexts: bool, words: bool
) -> tuple[Files, list[tuple[dict[str, Any], Place | Lost, str]], list[str]]:
    """Files that change (bytes before and after), every coding with its place, and notes.

    Raises DataError with all problems of the inputs.
    """
    codings, problems = codings_in(map(Path, study.coder_files()))
    if not study.coder_files():
        hint = "recode puts coders' files right; segments of other tools have no offsets"
        where = str(study.place("codings") or study.path)
        problems.append(Problem(where, None, "codings", "coders' files", "none", hint))
    texts = texts_of(study, problems)
    if problems:
        raise DataError(problems)
    kept = of_sources(codings, texts)
    found = list(sought(kept, texts, study["anchor"]["threshold"]))
    changes = {
        n: change for n, (coding, at) in enumerate(found) if isinstance(at, Place)
        and (change := healed(coding, at, texts[coding["source"]], contexts=contexts, words=words))
    }  # fmt: skip
    safe, twins = without_twins(kept, changes)
    notes = [
        f"{kept[n]['file']}, line {kept[n]['line']}: with its new context this would be the same "
        "coding as another row; only its offsets change" for n in twins
    ]  # fmt: skip
    if not words:
        notes += _left(found)
    unsure = {kept[n]["file"] for n in twins} | {
        coding["file"] for coding, at in found
        if isinstance(at, Lost) or (at.how == "approximate" and not words)
    }  # fmt: skip
    there = {coding["file"] for coding, at in found if isinstance(at, Place)}
    uncounted = {coding["file"] for coding in kept if coding["uncounted"]}
    files: Files = {}
    for name in study.coder_files():
        edits = {kept[n]["line"]: change for n, change in safe.items() if kept[n]["file"] == name}
        columns = HINTS if contexts and name in there else ()
        if columns and name not in unsure:
            columns += ("occurrence",)
        elif columns and name in uncounted:
            notes.append(f"{name}: {NOT_ADDED}")
        files |= changed(Path(name), edits, columns)
    renamed = {
        kept[n]["coding"]: new for n, change in safe.items()
        if (new := coding_id({**kept[n], **change})) != kept[n]["coding"]
    }  # fmt: skip
    if renamed:
        # what is held back is no evidence yet, of decisions or of summaries
        open_, _ = held_back(kept, study["rounds"])
        used = {c["coding"] for c in open_}
        decided, told = ledger(
            study, renamed, [pair for pair in found if pair[0]["coding"] in used]
        )
        files |= decided
        notes += [*told, *_summaries(study, {c["code"] for c in open_ if c["coding"] in renamed})]
    return files, [(coding, at, texts[coding["source"]]) for coding, at in found], notes


def texts_of(study: Study, problems: list[Problem]) -> dict[str, str]:
    """The canonical text of every source that hasn't withdrawn; empty where `problems` say why."""
    place, files = study.place("sources"), study.given("speakers")
    inline = study.inline("sources") is not None or place is None
    rows, wrong = ([], []) if inline or place is None else read_rows(place, SOURCES)
    problems += wrong
    if wrong:
        return {}
    try:
        speakers = study.inline("speakers") or read_inputs(map(Path, files), SPEAKERS)
        return transcripts(study, rows, speakers, problems).texts
    except DataError as error:
        problems += error.problems
        return {}


def changed(
    file: Path, edits: Mapping[int, Mapping[str, Any]], columns: Sequence[str] = ()
) -> Files:
    """A table with cells changed, by line and column: bytes before and after; nothing if alike.

    `columns`: those that it gets where they are missing.
    """
    before = file.read_bytes()
    mark = BOM if before.startswith(BOM) else b""
    cells = {
        line: {name: "" if value is None else str(value) for name, value in change.items()}
        for line, change in edits.items()
    }
    text, count = rewritten(before.decode("utf-8-sig"), cells, columns)
    return {file: (before, mark + text.encode("utf-8"))} if count else {}


def ledger(
    study: Study, renamed: Mapping[str, str], found: Iterable[Found]
) -> tuple[Files, list[str]]:
    """The table of adjudications with codings' new ids, and what to know about it.

    A decision's evidence is made anew where it was that of the passage as it is; others were
    outdated already, or were made from other codings, and are to be decided again.
    """
    file = study.place("adjudications")
    if file is None or not file.is_file():
        return {}, []
    rows, problems = read_rows(file, ADJUDICATIONS)
    if problems:
        raise DataError(problems)
    passages = _passages(found)
    edits: dict[int, dict[str, str]] = {}
    stale = 0
    for row in rows:
        ids = passages.get(row["coding"], [])
        if not any(name in renamed for name in [row["coding"], *ids]):
            continue
        edits[row.line] = {"coding": renamed.get(row["coding"], row["coding"])}
        if row["evidence"] == item_of(ids):
            edits[row.line]["evidence"] = item_of(renamed.get(name, name) for name in ids)
        else:
            stale += 1
    said = [f"{file}: {len(edits)} of {len(rows)} decisions are about codings that get new ids"]
    said += [f"{stale} of them are not from the codings there now: decide anew"] if stale else []
    return changed(file, edits), said if edits else []


def _passages(found: Iterable[Found]) -> dict[str, list[str]]:
    """The ids of the codings of each coding's passage, as the stage makes them."""
    spans = sorted(
        (coding["source"], coding["code"], at.start, at.end, coding["coding"])
        for coding, at in found if isinstance(at, Place)
    )  # fmt: skip
    together: dict[str, list[str]] = {}
    for (*_, coding), passage in zip(spans, passage_ids(spans), strict=True):
        together.setdefault(passage, []).append(coding)
    return {coding: ids for ids in together.values() for coding in ids}


def _summaries(study: Study, codes: set[str]) -> list[str]:
    """How many bound summaries may rest on codings that get new ids."""
    place = study.place("codebook")
    above = {
        c["code"]: c["parent"] for c in read_codebook(place or study.root, study.inline("codebook"))
    }
    themes = set(codes)
    for code in codes:
        at = code
        while at := above.get(at, ""):
            themes.add(at)
    rows = [row for file in map(Path, study.summary_files()) for row in as_told(file)]
    bound = sum(bool(row.get("evidence")) and row.get("theme") in themes for row in rows)
    if not bound:
        return []
    head = f"up to {bound} summaries rest on codings that get new ids and will be marked stale"
    return [f"{head}: run the line, read them, then `python -m insideout summaries STUDY --all`"]


def _left(found: Iterable[Found]) -> list[str]:
    """Quotes found approximately, which a person should look at first."""
    rows = [(c, at) for c, at in found if isinstance(at, Place) and at.how == "approximate"]
    lines = [f"  {c['file']}, line {c['line']}: {at.score:g}% similar" for c, at in rows]
    head = "Found approximately, and left as coded (--accept-approximate takes the text's words):"
    return [head, *lines] if lines else []


def _hidden(study: Study) -> Hidden:
    """Where codings stand that nobody is to see until their round closes, and decisions on them."""
    rounds = study["rounds"]
    if not held_back(map(dict, rounds), rounds)[1]:
        return {}
    codings, _ = codings_in(map(Path, study.coder_files()))
    _, held = held_back(codings, rounds)
    hidden: Hidden = {}
    for coding in held:
        hidden.setdefault(coding["file"], set()).add(coding["line"])
    file = study.place("adjudications")
    if file is not None and file.is_file():
        ids = {coding["coding"] for coding in held}
        rows, _ = read_rows(file, ADJUDICATIONS)
        hidden[str(file)] = {row.line for row in rows if row["coding"] in ids}
    return hidden


def unseen(coding: Mapping[str, Any]) -> str:
    """A coding without a sure place that nobody but its coder is to see."""
    where = f"{coding['file']}, line {coding['line']}: a coding in {coding['source']}"
    return f"{where}\n    of an open blind round: for its coder to correct"


def orphan(coding: Mapping[str, Any], lost: Lost, text: str) -> str:
    """A coding without a sure place, and its candidates as offsets and words."""
    where = f"{coding['file']}, line {coding['line']}: {coding['code']} in {coding['source']}"
    lines = [where, f"    quote: {shown(coding['quote'])}", f"    {lost.reason}"]
    for place in lost.candidates:
        words = shown(text[place.start : place.end])
        lines.append(f"    perhaps {place.start}-{place.end} ({place.score:g}%): {words}")
    return "\n".join(lines)


def said(files: Files, codings: int, lost: int, *, written: bool) -> str:
    """What was found and done, in a line."""
    found = f"{codings - lost:,} of {codings:,} codings found"
    if not files:
        return f"{found}; nothing to change"
    names = ", ".join(map(str, files))
    did = "written, the former files beside them as .bak" if written else "to write, add --write"
    return f"{found}; {names}: {did}"
