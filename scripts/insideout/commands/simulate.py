"""Make up data: `simulate records` medical records of a study's patients, after published figures;
`simulate study` a whole study with planted explanations.

Records: without --write it shows what would change. With --patients, --encounters-per-patient and
--into it makes a large table of other patients, to try the line on. A study is written into a new
folder, with what was planted in planted.csv: what the nest should find again (docs/nest.md).
The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from insideout.changes import difference, write_all
from insideout.files import write_bytes
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, summary

if TYPE_CHECKING:
    import pandas as pd

ALSO = ("patients", "responses")
SHOWN = 40  # lines of the difference; a made-up table is looked at as a table
SEED = 20260101  # where the study file says none
NOISE = 0.15  # of a made-up study


def main(arguments: Sequence[str]) -> int:
    """Show or write the tables that are made up; 1 where something is wrong with what is asked."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.what == "study":
            return _study(asked)
        if asked.patients or asked.into:
            return _many(asked)
        study = open_study(asked.study)
        tables, truths = _of_study(study, asked)
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    changes = {file: text for file, text in tables.items() if _before(file) != text}
    told = difference(changes)
    print("\n".join(told[:SHOWN]))
    if len(told) > SHOWN:
        print(f"… and {len(told) - SHOWN} more lines")
    if asked.truths:
        write_bytes(asked.truths, truths.encode("utf-8"))
        print(f"what was planted is in {asked.truths}")
    if changes and asked.write:
        write_all(changes)
    names = ", ".join(str(file) for file in changes) or "nothing"
    done = "written" if asked.write or not changes else "would change; add --write to write it"
    print(f"{names}: {done if changes else 'all as it would be made'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m insideout simulate", description=__doc__)
    kinds = parser.add_subparsers(dest="what", required=True)
    records = kinds.add_parser("records", help="medical records", description=__doc__)
    records.add_argument(
        "study", nargs="?", default="config/polyclinics.yaml", help="the study file"
    )
    records.add_argument("--seed", type=int, help="of all chance; else the study's own")
    records.add_argument("--also", nargs="*", default=[], choices=ALSO,
                         help="also the patients, or their answers to closed items")  # fmt: skip
    records.add_argument("--truths", type=Path, metavar="FILE",
                         help="write what was planted, a row a patient")  # fmt: skip
    records.add_argument("--write", action="store_true", help="write the files; else only show")
    records.add_argument("--patients", type=int, metavar="N", help="so many patients, at scale")
    records.add_argument("--encounters-per-patient", type=float, default=50, metavar="M",
                         help="on average (with --patients)")  # fmt: skip
    records.add_argument("--into", type=Path, metavar="FOLDER",
                         help="where the two tables go (with --patients)")  # fmt: skip
    study = kinds.add_parser("study", help="a study with planted explanations", description=__doc__)
    study.add_argument("folder", type=Path, metavar="OUT", help="a folder that isn't there yet")
    study.add_argument("--seed", type=int, default=1, help="of all chance")
    study.add_argument("--noise", type=float, default=NOISE,
                       help="share of codings dropped (0 to 0.7); wrong codes, wrong units and "
                            "missing informants in proportion")  # fmt: skip
    study.add_argument("--decoys", type=int, default=2, help="a feature: mechanisms that look "
                       "like causes and aren't")  # fmt: skip
    return parser


def _of_study(study: Study, asked: argparse.Namespace) -> tuple[dict[Path, str], str]:
    """The texts of the tables by file, and that of what was planted. Raises DataError."""
    import numpy as np

    from insideout.extract.window import interview_days
    from insideout.reader import read_inputs
    from insideout.simulate.flaws import with_flaws
    from insideout.simulate.patients import study_patients
    from insideout.simulate.records import made_records
    from insideout.simulate.responses import made_responses
    from insideout.tables.inputs import PATIENTS, SOURCES, SPEAKERS

    seed = asked.seed if asked.seed is not None else int(study["seed"] or SEED)
    sources = read_inputs(map(Path, study.given("sources")), SOURCES)
    speakers = read_inputs(map(Path, study.given("speakers")), SPEAKERS)
    patients = read_inputs([_table(study, "patients")], PATIENTS)
    files: dict[Path, str] = {}
    if "patients" in asked.also:
        known = patients[patients["interviewed"] == ""]
        patients = study_patients(known, np.random.default_rng([seed, 0]))
        files[_table(study, "patients")] = _text(patients)
    else:
        patients["record"] = np.where(patients["record"].eq(False).fillna(False), "no", "yes")
    days = interview_days(patients, sources, speakers)
    problems = [
        Problem(str(_table(study, "patients")), None, "interviewed", "a date for every patient",
                f"none for {patient}", "fill it in, or date the source in which they speak")
        for patient in patients["patient"] if patient not in days
    ]  # fmt: skip
    if problems:
        raise DataError(problems)
    dated = patients.assign(interviewed=patients["patient"].map(days))
    made = made_records(dated, seed)
    died = dict(zip(patients["patient"], patients["died"], strict=True))
    records = with_flaws(made.records, days, died)
    files[study.place("records") or study.root / "records.csv"] = _text(records)
    if "responses" in asked.also:
        answers = made_responses(patients, np.random.default_rng([seed, 2]))
        files[study.place("responses") or study.root / "responses.csv"] = _text(answers)
    return files, _text(made.planted)


def _table(study: Study, key: str) -> Path:
    """The place of a table that the study must name. Raises DataError."""
    place = study.place(key)
    if place is None or not place.is_file():
        found = "no such key" if place is None else f"no file {place}"
        raise DataError(Problem(str(study.path), None, key, "a table's name", found))
    return place


def _text(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n")


def _before(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _many(asked: argparse.Namespace) -> int:
    """Patients and records at scale, straight into a folder. Raises DataError."""
    if not asked.patients or asked.patients < 1 or not asked.into:
        hint = "such as --patients 20000 --encounters-per-patient 50 --into bench"
        raise DataError(Problem("--patients", None, "", "both --patients and --into",
                                "only one of them", hint))  # fmt: skip
    import numpy as np

    from insideout.simulate.patients import many_patients
    from insideout.simulate.records import made_records

    seed = asked.seed if asked.seed is not None else SEED
    patients = many_patients(asked.patients, np.random.default_rng([seed, 0]))
    made = made_records(patients, seed, per_patient=asked.encounters_per_patient, pinned={})
    asked.into.mkdir(parents=True, exist_ok=True)
    write_bytes(asked.into / "patients.csv", _text(patients).encode("utf-8"))
    write_bytes(asked.into / "records.csv", _text(made.records).encode("utf-8"))
    print(f"{len(patients)} patients and {len(made.records)} encounters are in {asked.into}")
    if asked.truths:
        write_bytes(asked.truths, _text(made.planted).encode("utf-8"))
    return 0


def _study(asked: argparse.Namespace) -> int:
    """A made-up study, written into a new folder. Raises DataError."""
    folder = asked.folder
    problems = []
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name another, or remove it: nothing is written over"
        found = "one with files" if folder.is_dir() else "a file"
        problems.append(Problem(str(folder), None, "", "a new or empty folder", found, hint))
    limits = (("--seed", asked.seed, 2**32), ("--noise", asked.noise, 0.7),
              ("--decoys", asked.decoys, 5))  # fmt: skip
    problems += [
        Problem(name, None, "", f"a number from 0 to {most}", str(value), "give one in this range")
        for name, value, most in limits if not 0 <= value <= most
    ]  # fmt: skip
    if problems:
        raise DataError(problems)
    from insideout.simulate.nested.folder import write_study
    from insideout.simulate.nested.noise import noise_of
    from insideout.simulate.nested.study import drawn, study

    truth = drawn(asked.seed, asked.decoys)
    made = study(truth, noise_of(asked.noise), asked.seed)
    write_study(folder, made, f"simulated_{asked.seed}")
    planted = f"{len(truth.edges)} planted explanations, {len(truth.shapes)} edges further out"
    print(f"{len(made.codings)} codings of {len(made.sources)} sources are in {folder}: {planted}")
    file = folder / "study.yaml"
    print(f"run it with: make report STUDY={file}")
    print(f"or with:     .venv/bin/snakemake --config study={file}")
    return 0
