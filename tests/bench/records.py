"""Records at scale: 20,000 patients and a million encounters through extract, test and quality.

Run from anywhere: `.venv/bin/python tests/bench/records.py [PATIENTS]`. The records are made up by
`python -m insideout simulate`; some of the patients are interviewed too. The check of all inputs
and each stage run in a process of their own; printed are its seconds and its peak of memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from coding import REPO, measured

from insideout import house
from insideout.files import write_rows, write_text
from insideout.reader import framed, read_inputs, write
from insideout.tables import INPUTS, OUTPUTS

PATIENTS, EACH, INTERVIEWS = 20_000, 50, 200
PARTS = 10  # of a practice, where there are to be many
MADE = ("manifest", "turns", "consensus", "codebook")  # by the stages before
FEATURES: dict[str, tuple[str, dict[str, Any]]] = {  # what is told of them, what records say
    "same_person": ("It is always the same doctor.", {"measure": "usual_gp"}),
    "coordinator": ("One of the nurses sees to everything.", {"present": ["active"]}),
    "reviews": ("They call me in every spring.", {"present": ["reviewed"]}),
    "letters": ("The letter was there before me.",
                {"present": ["information_good"], "absent": ["information_missing"]}),
}  # fmt: skip
BY_SITE = (
    "usual_gp", "home", "community_involved", "information_transfers", "with_practice", "gps_seen",
    "initiator", "active", "coc",
)  # fmt: skip


def plan() -> list[dict[str, Any]]:
    """Tests by site, practice and size, of two numbers, within strata, and of what is told."""
    site, practice, size = ({"attribute": name} for name in ("site", "practice", "size"))
    usual, seen, with_gp = ({"measure": name} for name in ("usual_gp", "gps_seen", "with_gp"))
    several, told = {"measure": "several_problems_ever"}, {"code": "same_person"}
    return [
        *(_test({"measure": name}, site, family="sites") for name in BY_SITE),
        _test({"measure": "active"}, practice, family="practices"),
        _test(seen, practice, family="practices", post_hoc="dunn"),
        _test(usual, size, method="fisher"),
        _test(several, usual, method="cmh", strata=site),
        _test(seen, with_gp, method="spearman"),
        _test({"attribute": "age"}, {"attribute": "lives_alone"}, method="mann_whitney"),
        _test(told, usual, unit="informant"),
    ]


def _test(outcome: dict[str, str], by: dict[str, str], **how: Any) -> dict[str, Any]:
    name = f"{'_'.join(outcome.values())}_by_{'_'.join(by.values())}"
    return {"id": name, "asks": name, "unit": "patient", "outcome": outcome, "by": by} | how


def study_file() -> dict[str, Any]:
    """The settings of the study: records, witnesses, thresholds and the plan of tests."""
    tables = ("informants", "patients", "units", "memberships")
    return {
        "study": "scale", "title": "Records at scale", "root": ".", "levels": ["patient"],
        "sources": {"files": "texts/*.txt"}, "speakers": {"I": "interviewer", "P": "informant"},
        **{name: f"{name}.csv" for name in tables}, "codebook": "codebook.yaml",
        "codings": "codings",
        "records": {
            "file": "records.csv", "window_days": 365,
            "exclude": ["repeat_prescription", "did_not_attend"],
            "usual_gp": {"above": 0.5, "base": "practice"},
            "thresholds": {"usual_gp": [0.4, 0.45, 0.5, 0.55, 0.6, 0.67], "main_lead": [1, 2, 3]},
        },
        "witnesses": {name: says for name, (_, says) in FEATURES.items()},
        "tests": plan(),
    }  # fmt: skip


def made_study(folder: Path, patients: int, interviews: int = INTERVIEWS) -> house.Study:
    """A study of so many patients in a folder, and what stages before extract make of it."""
    how = ["--patients", str(patients), "--encounters-per-patient", str(EACH), "--into", folder]
    # in a process of its own: a process counts the peak of what started it as its own
    subprocess.run([sys.executable, "-m", "insideout", "simulate", "records", *how], check=True)
    people = read_inputs([folder / "patients.csv"], INPUTS["patients"])
    _units(folder, dict(zip(people["practice"], people["site"], strict=True)))
    told = people.head(interviews)[["patient", "practice"]]
    _interviews(folder, list(told.itertuples(index=False, name=None)))
    write_text(folder / "study.yaml", yaml.safe_dump(study_file(), sort_keys=False))
    return house.open_study(folder / "study.yaml")


def _units(folder: Path, site_of: dict[str, str]) -> None:
    """Sites, their practices, and the parts that practices are divided into for a second run."""
    sizes = ("small", "average", "large")
    rows = [f"{site},,{site},site,,,," for site in sorted(set(site_of.values()))]
    members = []
    for n, (practice, site) in enumerate(sorted(site_of.items())):
        for part in range(PARTS + 1):
            unit = f"{practice}_{part}" if part else practice
            rows.append(f"{unit},patient,{unit},practice,,,,{sizes[(n + part) % 3]}")
            members.append(f"{unit},{site},,")
    head = "unit,level,name,kind,service_role,ownership,structure,size"
    write_text(folder / "units.csv", "\n".join([head, *rows, ""]))
    write_text(folder / "memberships.csv", "\n".join(["unit,parent,from,to", *members, ""]))


def _interviews(folder: Path, people: Sequence[tuple[str, str]]) -> None:
    """Short interviews, each with most of the features; their coding, and the tables made of it."""
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in MADE}
    for n, (who, _) in enumerate(people):
        said = [(code, what) for k, (code, (what, _)) in enumerate(FEATURES.items()) if (n + k) % 4]
        text = "I: How is it?\n\nP: " + " ".join(what for _, what in said) + "\n"
        write_text(folder / "texts" / f"{who}.txt", text)
        made["turns"].append({"source": who, "turn": 1, "label": "P", "informant": who,
                              "role": "informant", "start": text.index("P: ") + 3,
                              "end": len(text) - 1})  # fmt: skip
        made["manifest"].append({"source": who, "file": f"{who}.txt", "format": "txt",
                                 "sha256": "0", "kind": "interview", "language": "en",
                                 "consent_quote": True, "quotable": True,
                                 "words": len(text.split()), "turns": 1})  # fmt: skip
        valence = "present" if n % 3 else "absent"
        made["consensus"] += [_coding(who, text, code, what, valence) for code, what in said]
    made["codebook"] = [
        {"code": code, "path": code, "depth": 1, "name": code, "origin": "deductive",
         "organisational": True, "feature": code, "sign": 1} for code in FEATURES
    ]  # fmt: skip
    for name, rows in made.items():
        write(framed(rows, OUTPUTS[name]), folder / "made" / f"{name}.csv", OUTPUTS[name])
    names = INPUTS["codings"].names
    codings = [{name: row.get(name, "") for name in names} for row in made["consensus"]]
    write_rows(codings, folder / "codings" / "AM.csv", INPUTS["codings"])
    codes = [{"id": code, "name": code, "feature": code, "valences": ["present", "absent"]}
             for code in FEATURES]  # fmt: skip
    write_text(folder / "codebook.yaml", yaml.safe_dump({"version": "1", "codes": codes}))
    rows = [f"{who},{practice},patient,\n" for who, practice in people]
    write_text(folder / "informants.csv", "".join(["informant,unit,group,job\n", *rows]))


def _coding(source: str, text: str, code: str, quote: str, valence: str) -> dict[str, Any]:
    start = text.index(quote)
    return {
        "coding": f"{source}-{code}", "source": source, "start": start, "end": start + len(quote),
        "quote": quote, "code": code, "valence": valence, "coder": "AM", "round": 1,
        "origin": "coded", "turn": 1, "informant": source, "passage": f"{source}-{code}",
        "how": "exact", "score": 100, "derived_from": f"{source}-{code}", "coders": "AM",
        "status": "single",
    }  # fmt: skip


def stages(study: house.Study) -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """What is measured: its name, its script, and the files and params that the rules give it."""
    folder = study.root
    script = {name: str(REPO / "scripts" / f"{name}.py") for name in ("extract", "test", "quality")}
    made = {name: str(folder / "made" / f"{name}.csv") for name in MADE}
    given = {name: study.given(name) for name in house.FILES}
    tables = {name: _results(folder, names) for name, names in (
        ("extract", house.EXTRACT_TABLES), ("test", house.STATISTICS_TABLES),
        ("quality", house.QUALITY_TABLES))}  # fmt: skip
    people = {name: given[name] for name in ("patients", "informants", "units")}
    yield "check", checking(folder), {"study": str(study.path)}, {}
    yield (
        "extract", script["extract"],
        people | {key: given[key] for key in ("records", "memberships", "benchmarks")}
        | {"manifest": made["manifest"], "turns": made["turns"], "agreed": made["consensus"],
           "codes": made["codebook"], "tables": tables["extract"]},
        {"settings": house.for_records(study), "rules": study["witnesses"], "nest": study["nest"]},
    )  # fmt: skip
    test = people | {
        "memberships": given["memberships"], "turns": made["turns"], "codings": made["consensus"],
        "codebook": made["codebook"], "measured": tables["extract"],
        "responses": given["responses"], "shares": given["contrasts"], "tables": tables["test"],
    }  # fmt: skip
    params = {"declared": study["tests"], "settings": house.for_tests(study)}
    yield "test", script["test"], test, params
    left_out = [file for file in tables["extract"] if file.endswith("records_left_out.csv")]
    yield (
        "quality", script["quality"],
        people | {"turns": made["turns"], "responses": given["responses"],
                  "records": given["records"], "left_out": left_out, "matrices": [],
                  "summaries": [], "printed": given["printed"], "tables": tables["quality"]},
        {"settings": house.for_quality(study)},
    )  # fmt: skip
    divided = {"patients": [str(in_parts(folder))]}
    yield f"test, {9 * PARTS} practices", script["test"], test | divided, params


def _results(folder: Path, names: Sequence[str]) -> list[str]:
    return [str(folder / "results" / f"{name}.csv") for name in names]


def in_parts(folder: Path) -> Path:
    """The table of patients with every practice divided, so that clusters are many."""
    people = read_inputs([folder / "patients.csv"], INPUTS["patients"])
    part = people.groupby("practice").cumcount() % PARTS + 1
    people["practice"] += "_" + part.astype("str")
    write(people, folder / "parts" / "patients.csv", INPUTS["patients"])
    return folder / "parts" / "patients.csv"


def checking(folder: Path) -> str:
    """A script that checks all inputs of a study."""
    script = folder / "check.py"
    write_text(script, """
from insideout.check import check
from insideout.house import open_study
def main(study):
    return check(open_study(study))
""")  # fmt: skip
    return str(script)


def main() -> None:
    """Print a row for the check, and one for each stage."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else PATIENTS
    os.chdir(REPO)  # where stages run: the study's files are named from there
    with tempfile.TemporaryDirectory(prefix="records-") as made:
        study = made_study(Path(made), patients)
        print(f"\n{patients:,} patients, {len(study['tests'])} tests\n")
        print("| stage | wall, s | CPU, s | peak, GB |\n|:--|--:|--:|--:|")
        for name, script, files, params in stages(study):
            used = measured(script, files, params)
            print(f"| {name} | {used['wall']:.0f} | {used['cpu']:.0f} | {used['peak']:.2f} |",
                  flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
