"""Everything the report speaks of, read once: tables as records, and the names of things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.code.place import counts
from insideout.informants import informants_of
from insideout.places import SITE, site_of_about, sites_of
from insideout.reader import read_inputs, read_made, records
from insideout.tables.agreement import AGREEMENT_TABLES, CONSENSUS
from insideout.tables.coding import CODING_TABLES
from insideout.tables.compare import COMPARED
from insideout.tables.declare import Table
from insideout.tables.deidentify import DEIDENTIFIED
from insideout.tables.framework import CODE_ATTRIBUTES, CODE_PAIRS, CODE_SITES, FRAMEWORK, ROLLUP
from insideout.tables.inputs import MEMBERSHIPS, PATIENTS, RESPONSES, UNITS
from insideout.tables.judge import JUDGE
from insideout.tables.nest import NEST
from insideout.tables.outputs import (
    CODEBOOK,
    CODINGS_PLACED,
    COLLOCATIONS,
    KEYNESS,
    MANIFEST,
    ORPHANS,
    SENTENCES,
    THEME_KEYNESS,
    TURNS,
)
from insideout.tables.places import SERVICES
from insideout.tables.quality import QUALITY
from insideout.tables.records import EXTRACT
from insideout.tables.statistics import STATISTICS, TEST_CELLS, TESTS
from insideout.tables.suggest import SUGGEST_TABLES

Records = Sequence[Mapping[str, Any]]
FRAME = "framework_"
BY_THEMSELVES = (
    THEME_KEYNESS, CODE_PAIRS, CODE_SITES, CODE_ATTRIBUTES, ROLLUP, TESTS, TEST_CELLS,
)  # fmt: skip


@dataclass(frozen=True)
class Data:
    """The tables of a study by name, and what the study file says of the report.

    `codings` are the consensus, `placed` those of every coder; `coding` holds the other tables of
    the stages code and agree. `suggest`, `records`, `nest`, `compared`, `statistics`, `judged` and
    `quality` hold the tables of their stages (extract's, for records), and are empty when the study
    has no such stage; `frames`: id → cells.
    """

    study: Mapping[str, Any]
    texts: Mapping[str, str]
    manifest: Records
    turns: Records
    sentences: Records
    keyness: Records
    collocations: Records
    codings: Records
    orphans: Records
    codebook: Records
    informants: Records
    deidentified: Records = ()
    patients: Records = ()
    units: Records = ()
    memberships: Records = ()
    services: Records = ()
    theme_keyness: Records = ()
    placed: Records = ()
    coding: Mapping[str, Records] = field(default_factory=dict)
    suggest: Mapping[str, Records] = field(default_factory=dict)
    responses: Records = ()
    code_pairs: Records = ()
    code_sites: Records = ()
    code_attributes: Records = ()
    rollup: Records = ()
    frames: Mapping[str, Records] = field(default_factory=dict)
    records: Mapping[str, Records] = field(default_factory=dict)
    nest: Mapping[str, Records] = field(default_factory=dict)
    compared: Mapping[str, Records] = field(default_factory=dict)
    judged: Mapping[str, Records] = field(default_factory=dict)
    tests: Records = ()
    test_cells: Records = ()
    statistics: Mapping[str, Records] = field(default_factory=dict)
    quality: Mapping[str, Records] = field(default_factory=dict)

    @property
    def languages(self) -> set[str]:
        """The languages of the sources."""
        return {source["language"] for source in self.manifest}

    @property
    def printed(self) -> list[str]:
        """What the report prints that looks like an identifier, and is none."""
        dated = [*self.manifest, *self.coding.get("disagreements", ())]
        dated += [*self.nest.get("nest_before_after", ()), *self.judged.get("revisions", ())]
        dates = [row["date"] for row in dated if row["date"]]
        spells = [*self.memberships, *self.services]
        dates += [row[end] for row in spells for end in ("from", "to") if row[end]]
        fixed = self.judged.get("ledger", ())
        dates += [row[name] for row in fixed for name in ("hash", "locked_on") if row[name]]
        seed = [str(self.study["seed"])] if "seed" in self.study else []
        return [*self.study["deidentify"]["allow"], *self.unit_names, *dates, *seed]

    @cached_property
    def sites(self) -> list[str]:
        """The sites, in the order of the table of units."""
        return [unit["unit"] for unit in self.units if unit["kind"] == SITE]

    @cached_property
    def site_of(self) -> dict[str, str]:
        """Site of each unit, "" for none or several."""
        return sites_of(self.units, self.memberships)

    @cached_property
    def people(self) -> dict[str, Mapping[str, Any]]:
        """The informants by id."""
        return {person["informant"]: person for person in self.informants}

    @cached_property
    def counts(self) -> list[dict[str, Any]]:
        """How often each code was used in the consensus (columns of the table `code_counts`)."""
        codings = pd.DataFrame(self.codings, columns=CONSENSUS.names)
        return records(counts(codings, pd.DataFrame(self.codebook, columns=CODEBOOK.names)))

    @cached_property
    def codes(self) -> dict[str, Mapping[str, Any]]:
        """The codes by id."""
        return {code["code"]: code for code in self.codebook}

    @cached_property
    def sources(self) -> dict[str, Mapping[str, Any]]:
        """The sources by id, in the order they were taken in."""
        return {source["source"]: source for source in self.manifest}

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Names of the units by id."""
        return {unit["unit"]: unit["name"] for unit in self.units}

    @cached_property
    def by_site(self) -> list[str]:
        """The sources, site by site; those of no site last."""
        rank = {site: n for n, site in enumerate(self.sites)}
        return sorted(self.sources, key=lambda s: rank.get(self.site_of_case(s), len(rank)))

    def unit(self, name: str) -> str:
        """What the report calls a unit, an interface a|b or a level."""
        parts = [self.unit_names.get(part) or words(part) for part in name.split("|")]
        return " with ".join(parts)

    def code(self, name: str) -> str:
        """What the report calls a code."""
        return str(self.codes[name]["name"]) if name in self.codes else words(name)

    def site_of_person(self, informant: str) -> str:
        """Site of an informant, "" for none."""
        return self.site_of.get(self.people.get(informant, {}).get("unit", ""), "")

    def site_of_case(self, case: str) -> str:
        """Site of a case of a framework matrix: a site, an informant or a source."""
        if case in self.sites:
            return case
        unit = self.sources.get(case, {}).get("unit", "")
        return self.site_of_person(case) or site_of_about(unit, self.site_of)


def words(name: str) -> str:
    """An id as words: care_coordinator → care coordinator."""
    return name.replace("_", " ")


def title(name: str) -> str:
    """An id as a heading: care_coordinator → Care coordinator."""
    return words(name)[:1].upper() + words(name)[1:]


def read(
    texts: Sequence[Path],
    turns: Path,
    manifest: Path,
    deidentified: Sequence[Path],
    annotations: Sequence[Path],
    coding: Sequence[Path],
    analyses: Sequence[Path],
    informants: list[Path],
    patients: Sequence[Path],
    units: Sequence[Path],
    memberships: Sequence[Path],
    services: Sequence[Path],
    responses: Sequence[Path],
    study: Mapping[str, Any],
) -> Data:
    """All tables of the report. What a stage made is told by the names of its files."""
    spoken = read_made(turns, TURNS)
    sentences, keyness, pairs = annotations
    coded, made = {f.stem: f for f in coding}, {f.stem: f for f in analyses}
    return Data(
        study=study,
        texts={file.stem: file.read_text("utf-8") for file in texts},
        manifest=records(read_made(manifest, MANIFEST)),
        turns=records(spoken),
        sentences=records(read_made(sentences, SENTENCES)),
        keyness=records(read_made(keyness, KEYNESS)),
        collocations=records(read_made(pairs, COLLOCATIONS)),
        codings=records(read_made(coded["consensus"], CONSENSUS)),
        placed=records(read_made(coded["codings"], CODINGS_PLACED)),
        orphans=records(read_made(coded["orphans"], ORPHANS)),
        codebook=records(read_made(coded["codebook"], CODEBOOK)),
        coding=_by_name(coded, (*CODING_TABLES, *AGREEMENT_TABLES)),
        suggest=_by_name(made, SUGGEST_TABLES),
        informants=records(informants_of(informants, spoken)),
        deidentified=[
            row for file in deidentified for row in records(read_made(file, DEIDENTIFIED))
        ],
        patients=records(read_inputs(patients, PATIENTS, study["withdrawn"])),
        units=records(read_inputs(units, UNITS)),
        memberships=records(read_inputs(memberships, MEMBERSHIPS)),
        services=records(read_inputs(services, SERVICES)),
        responses=records(read_inputs(responses, RESPONSES, study["withdrawn"])),
        frames={
            name.removeprefix(FRAME): records(read_made(file, FRAMEWORK))
            for name, file in made.items() if name.startswith(FRAME)
        },
        records=_by_name(made, EXTRACT),
        nest=_by_name(made, NEST),
        compared=_by_name(made, COMPARED),
        judged=_by_name(made, JUDGE),
        statistics=_by_name(made, STATISTICS),
        quality=_by_name(made, QUALITY),
        **_by_name(made, BY_THEMSELVES),
    )  # fmt: skip


def _by_name(files: Mapping[str, Path], tables: Iterable[Table]) -> dict[str, Records]:
    """The tables that were made, by name."""
    return {t.name: records(read_made(files[t.name], t)) for t in tables if t.name in files}
