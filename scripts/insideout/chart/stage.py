"""All that the stage `chart` makes, from the tables it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from insideout.chart.charting import form, quotations_of
from insideout.chart.matrix import matrices_of
from insideout.chart.rollup import rollup, units_above
from insideout.crosstab import by_case, together
from insideout.keyness import theme_keyness
from insideout.places import sites_of
from insideout.queries.stage import queries
from insideout.reader import records
from insideout.tables.framework import CODE_CASES, CODE_PAIRS, ROLLUP
from insideout.tables.outputs import THEME_KEYNESS


class Charted(NamedTuple):
    """Matrices and forms by frame, the other tables by name."""

    matrices: dict[str, pd.DataFrame]
    tables: dict[str, pd.DataFrame]
    forms: dict[str, bytes]


def charted(
    read: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    frames: Mapping[str, Mapping[str, Any]],
    asked: Mapping[str, Any],
) -> Charted:
    """Framework matrices, rollup, cross-tabulations, queries, and the forms for charting.

    `read`: the tables consensus, codebook, tokens, turns, sentences, manifest, informants,
    patients, units, memberships and summaries; `texts`: source → canonical text; `frames` and
    `asked`: the sections `frames` and `queries` of the study file.
    """
    codings, book = records(read["consensus"]), records(read["codebook"])
    people, sources = records(read["informants"]), records(read["manifest"])
    units, members = records(read["units"]), records(read["memberships"])
    sites, order = sites_of(units, members), [source["source"] for source in sources]
    matrices = matrices_of(frames, codings, book, people, order, units, members, sites,
                           records(read["summaries"]))  # fmt: skip
    above = {
        name: units_above(frame["cases"], people, sources, units, members, sites)
        for name, frame in frames.items()
    }
    coded, codes, manifest = read["consensus"], read["codebook"], read["manifest"]
    tables = {
        ROLLUP.name: rollup(matrices, above, [unit["unit"] for unit in units]),
        CODE_CASES.name: by_case(coded, codes, people, sites),
        CODE_PAIRS.name: together(coded, codes, read["sentences"], asked["near"]),
        THEME_KEYNESS.name: theme_keyness(read["tokens"], read["turns"], coded, codes),
        **queries(coded, codes, people, read["patients"], sites, manifest, asked),
    }
    passages = quotations_of(codings, texts, {source["source"]: source for source in sources})
    forms = {name: form(name, records(table), passages, book) for name, table in matrices.items()}
    return Charted(matrices, tables, forms)
