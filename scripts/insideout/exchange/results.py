"""The results of a study's last run as a project for other tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from insideout.exchange.project import Case, Coding, Loss, Note, Project, Source, User
from insideout.exchange.refi.convention import lines_of, made_guid
from insideout.exchange.refi.write import ORIGIN
from insideout.exchange.study import OF_SOURCE
from insideout.exchange.study_cases import INFORMANT, SITE, UNIT
from insideout.exchange.study_codebook import codes_from
from insideout.exchange.study_speakers import SPEAKERS_KEY, casts_told

Rows = Sequence[Mapping[str, str]]
APART = ("informant", "patient", "unit")
NO_PLACE = {
    "assignments": "who coded what",
    "adjudications": "decision about a coding",
    "mapping": "mapping of a code to a framework",
    "rejected": "suggestion that was rejected",
    "clusters": "decision about a candidate theme",
    "orphans": "coding that has no place in its text",
}


@dataclass(frozen=True)
class Results:
    """What a run left, as cells. `inputs`: rows of the tables that researchers wrote, by key of
    the study file; `summaries` too. `frames`: what a row of each frame is.
    """

    study: str
    title: str
    texts: Mapping[str, str]
    manifest: Rows
    codebook: Rows
    codings: Rows
    inputs: Mapping[str, Rows] = field(default_factory=dict)
    summaries: Rows = ()
    frames: Mapping[str, str] = field(default_factory=dict)
    turns: Rows = ()


def project_of(results: Results) -> Project:
    """The project: all coders' codings, not what became of them in agreement.

    What it can't hold is in its losses. GUIDs are made from the study's name and the ids.
    """
    study = results.study
    waves = {row["source"]: row.get("wave", "") for row in results.inputs.get("sources", ())}
    authors = [row["author"] for row in results.summaries]
    users = dict.fromkeys([*sorted({c["coder"] for c in results.codings}), *authors])
    casts = casts_told(results.turns)
    cases, losses = cases_of(results)
    return Project(
        results.title,
        ORIGIN,
        codes_from(study, results.codebook),
        [User(made_guid("user", study, user), user) for user in users],
        [
            Source(
                made_guid("source", study, row["source"]), row["source"],
                results.texts[row["source"]],
                lines_of(
                    _told(
                        {**row, "wave": waves.get(row["source"], ""),
                         SPEAKERS_KEY: casts.get(row["source"], "")}
                    )
                ),
            )
            for row in results.manifest
        ],
        [coding_of(study, row) for row in results.codings],
        cases,
        (),
        _notes(results),
        [*losses, *_losses(results)],
    )  # fmt: skip


def _told(row: Mapping[str, str]) -> dict[str, str]:
    """What is told of a source in its description; that it may be quoted is understood."""
    values = {key: row.get(key, "") for key in (*OF_SOURCE, SPEAKERS_KEY)}
    return {k: v for k, v in values.items() if v and (k, v) != ("consent_quote", "yes")}


def coding_of(study: str, row: Mapping[str, str]) -> Coding:
    """A row of the table `codings_placed`, also of one from before some columns were there."""
    extras = ("valence", "about", "direction", "period_from", "period_to")
    return Coding(
        made_guid("coding", study, row["coding"]), made_guid("source", study, row["source"]),
        made_guid("code", study, row["code"]), made_guid("user", study, row["coder"]),
        int(row["start"]), int(row["end"]), row["quote"], memo=row.get("memo", ""),
        **{key: row.get(key, "") for key in extras}, round=int(row.get("round") or 1),
    )  # fmt: skip


def cases_of(results: Results) -> tuple[list[Case], list[Loss]]:
    """Informants as cases with attributes, in the units they belong to, in the units above."""
    study, inputs = results.study, results.inputs
    units = {row["unit"] for row in inputs.get("units", ())}
    above, more = _above(inputs.get("memberships", ()))
    spoke: dict[str, list[str]] = {}
    home: dict[str, str] = {}
    for row in results.manifest:
        for who in row["informants"].split():
            spoke.setdefault(who, []).append(row["source"])
            home.setdefault(who, row["unit"])
    told: dict[str, dict[str, str]] = {who: {} for who in spoke}
    for row in [*inputs.get("informants", ()), *inputs.get("patients", ())]:
        who = row.get("informant") or row.get("patient") or ""
        if who in told:
            told[who] |= {k: v for k, v in row.items() if k not in APART and v}
            home[who] = row.get("unit") or home[who]
    sources = {
        unit: [
            row["source"] for row in results.manifest
            if row["unit"] == unit
            and all(home[who] != unit for who in row["informants"].split())
        ]
        for unit in units
    }  # fmt: skip

    def case_guid(kind: str, id_: str) -> str:
        return made_guid(kind, study, id_) if id_ else ""

    cases = [
        Case(
            case_guid("unit", row["unit"]), row["unit"],
            {k: row[k] for k in UNIT if k not in ("unit", "level") and row.get(k)},
            [made_guid("source", study, s) for s in sources[row["unit"]]],
            case_guid("unit", above.get(row["unit"], "")), row["level"] or SITE,
        )
        for row in inputs.get("units", ())
    ]  # fmt: skip
    cases += [
        Case(
            case_guid(INFORMANT, who), who, attributes,
            [made_guid("source", study, s) for s in spoke[who]],
            case_guid("unit", home[who] if home[who] in units else ""), INFORMANT,
        )
        for who, attributes in told.items()
    ]  # fmt: skip
    return cases, more


def _above(memberships: Rows) -> tuple[dict[str, str], list[Loss]]:
    """The unit above each: the first that it is a member of to this day, else the first."""
    order = sorted(memberships, key=lambda row: bool(row.get("to")))
    above: dict[str, str] = {}
    for row in order:
        above.setdefault(row["unit"], row["parent"])
    more = len(memberships) - len(above)
    dated = sum(bool(row.get("from") or row.get("to")) for row in memberships)
    why = "a case lies in one other case"
    losses = [Loss("membership of a unit", "", more, why)] if more else []
    when = "where cases lie has no dates"
    return above, losses + ([Loss("dates of a membership", "", dated, when)] if dated else [])


def _notes(results: Results) -> list[Note]:
    """Summaries: notes on the case and the theme."""
    study, notes = results.study, []
    units = {row["unit"] for row in results.inputs.get("units", ())}
    for row in results.summaries:
        kind = results.frames.get(row["frame"], INFORMANT)
        kind = "unit" if kind == "site" or row["case"] in units else kind
        ids = (row["frame"], row["case"], row["theme"])
        about = [made_guid(kind, study, row["case"]), made_guid("code", study, row["theme"])]
        notes.append(
            Note(
                made_guid("summary", study, *ids), f"Summary {row['frame']}: {row['theme']}",
                row["summary"], about, made_guid("user", study, row["author"]),
            )
        )  # fmt: skip
    return notes


def _losses(results: Results) -> Iterable[Loss]:
    why = "REFI-QDA has no place for it"
    for key, what in NO_PLACE.items():
        count = len(results.inputs.get(key, ()))
        if count:
            yield Loss(what, "", count, why)
    for origin, count in sorted(Counter(c.get("origin", "") for c in results.codings).items()):
        if origin == "suggested":
            yield Loss("origin of a coding", origin, count, why)
    bound = sum(bool(row.get("evidence")) for row in results.summaries)
    if bound:
        yield Loss("evidence that a summary is bound to", "", bound, why)
