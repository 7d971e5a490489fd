"""De-identify the raw transcripts and copy the texts that may be shared to the study's texts.

Sources with open items stay back: their texts are written once the review is done. The line then
runs from the released texts wherever the private folder isn't.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from insideout.commands.review import private_folder
from insideout.deidentify.private import Private, read_private, released, write_key
from insideout.deidentify.sheets import write_queue
from insideout.deidentify.stage import Deidentified
from insideout.files import write_text
from insideout.house import Study, open_study
from insideout.marks import close
from insideout.problems import DataError, Problem, summary
from insideout.reader import read_inputs, records
from insideout.schema import key_lines_of
from insideout.tables.inputs import SOURCES, SPEAKERS
from insideout.transcripts import label_problems, masked, open_to_git, raw_sources


def main(arguments: Sequence[str]) -> int:
    """Write the texts of all sources that aren't blocked; 1 when any is."""
    parser = argparse.ArgumentParser("python -m insideout release", description=__doc__)
    parser.add_argument("study", help="the study file")
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        folder = private_folder(study)
        private = read_private(folder)
        made = of_study(study, private)
        write_key(made.key, folder / "key.csv")
        write_queue(folder, made.queue, made.places)
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    for note in private.notes:
        print(note, file=sys.stderr)
    if study.released_folder is None:
        where, hint = str(study.path), "released texts are called SOURCE.txt"
        problem = Problem(where, None, "sources.files", "a pattern FOLDER/*.txt", "another", hint)
        print(summary([problem]), file=sys.stderr)
        return 1
    return written(study.released_folder, made)


def of_study(study: Study, private: Private) -> Deidentified:
    """A study's raw transcripts, taken in and de-identified. Raises DataError."""
    if not study.raw_files():
        hint = "put each there under its source's name, such as raw/S01.docx"
        where = str(private_folder(study) / "raw")
        raise DataError(Problem(where, None, "", "raw transcripts", "none", hint))
    sources = read_inputs(map(Path, study.given("sources")), SOURCES)
    files = study.given("speakers")
    public = read_inputs(map(Path, files), SPEAKERS) if files else study.inline("speakers") or {}
    line = key_lines_of(study.path).get(("private",))
    problems = [*open_to_git(study, line), *label_problems(study, public)]
    if problems:
        raise DataError(problems)
    if study.private:
        close(study.private)
    return masked(study, raw_sources(study, sources), public, private)


def written(folder: Path, made: Deidentified) -> int:
    """Write the texts that may be shared, and say which changed and which stay back, and why."""
    before = released(folder)
    blocked = 0
    for row in records(made.summary):
        source, file = row["source"], folder / f"{row['source']}.txt"
        if row["release"] == "blocked":
            blocked += 1
            case = ", and it has no capitals to tell names by" if row["casing"] == "lower" else ""
            kept = "; what was released before stays" if source in before else ""
            print(f"{source}: blocked, {row['open_items']} places to be reviewed{case}{kept}")
        elif before.get(source) != made.texts[source]:
            write_text(file, made.texts[source])
            print(f"{source}: {'changed' if source in before else 'new'}, {file}")
    total = len(made.texts) - blocked
    print(f"{total} of {len(made.texts)} texts in {folder} are as de-identified now")
    if blocked:
        print("`python -m insideout review STUDY` tells what is open", file=sys.stderr)
    return 1 if blocked else 0
