"""What changes nothing: other names, another order of rows, a source that is there twice."""

import random
import re
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from insideout.nest.rings import inside_out
from insideout.reader import records

Arguments = tuple[Any, ...]
ByChance = Callable[[random.Random], Arguments]
RANDOM = st.randoms(use_true_random=False)
some = settings(  # no shrinking: a study made by chance doesn't get plainer, and it takes minutes
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
AS_WRITTEN = ("path", "weakest")  # columns whose words stand in an order that means something


def nest(arguments: Arguments, links: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    made = inside_out(*arguments, links)
    return {name: records(table) for name, table in made.items()}


def stated(arguments: Arguments) -> list[dict[str, Any]]:
    """Links for a study: one by theory, one from a unit by what its first informants say."""
    book = [row["code"] for row in arguments[1]]
    units = [row["unit"] for row in arguments[3]]
    network = next(n for n, row in enumerate(arguments[3]) if row["kind"] == "network")
    m0, m1, m2 = (book[n] for n in (4, 5, 6))
    evidence = " ".join(sorted(c["coding"] for c in arguments[0])[:8])
    empty = {"reference": "", "evidence": "", "counter_evidence": ""}
    return [
        {"from": m1, "to": m0, "sign": "+", "basis": "theory"} | empty | {"reference": "Some1999"},
        {"from": m2, "to": m2, "sign": "+", "basis": "informant"} | empty | {"evidence": evidence},
        {"from": units[network], "to": m0, "sign": "-", "basis": "informant"} | empty
        | {"evidence": evidence},
    ]  # fmt: skip


@some
@given(RANDOM)
def test_the_order_of_rows_means_nothing(by_chance: ByChance, draw: random.Random) -> None:
    codings, book, people, units, memberships, sources, levels, own = by_chance(draw)
    mixed = [list(rows) for rows in (codings, people, memberships, sources)]
    for rows in mixed:
        draw.shuffle(rows)
    codings_too, people_too, memberships_too, sources_too = mixed
    before = codings, book, people, units, memberships, sources, levels, own
    after = codings_too, book, people_too, units, memberships_too, sources_too, levels, own
    assert nest(before, stated(before)) == nest(after, stated(before))


@some
@given(RANDOM)
def test_other_names_give_the_same_tables_with_other_names(
    by_chance: ByChance, draw: random.Random
) -> None:
    arguments = by_chance(draw)
    codings, _, people, units, _, sources, *_ = arguments
    names = [unit["unit"] for unit in units] + [person["informant"] for person in people]
    names += [source["source"] for source in sources] + ["m0", "m1", "m2", "m3", "e0", "e1"]
    names += [cell for c in codings for cell in (c["coding"], c["passage"])] + ["f0", "f1"]
    renamed = {name: f"x{n}" for n, name in enumerate(draw.sample(names, len(names)))}
    links = stated(arguments)
    others = [_renamed(rows, renamed) for rows in arguments[:6]]
    made = nest((*others, *arguments[6:]), _renamed(links, renamed))
    assert _alike(made, {}) == _alike(nest(arguments, links), renamed)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(of, names) for of in value]
    if isinstance(value, dict):
        return {key: _renamed(of, names) for key, of in value.items()}
    if isinstance(value, str):
        return re.sub(r"\w+", lambda word: names.get(word.group(), word.group()), value)
    return value


def _alike(tables: dict[str, list[dict[str, Any]]], names: dict[str, str]) -> Any:
    """Tables under their other names, where the order of rows and of names in a cell is none."""
    return {
        table: sorted(
            sorted((column, _cell(column, _renamed(cell, names))) for column, cell in row.items())
            for row in rows
        )
        for table, rows in tables.items()
    }


def _cell(column: str, cell: Any) -> str:
    if not isinstance(cell, str) or column in AS_WRITTEN:
        return str(cell)
    return " ".join(sorted(cell.split()))


@some
@given(RANDOM)
def test_a_source_that_is_there_twice_gives_no_new_support(
    by_chance: ByChance, draw: random.Random
) -> None:
    codings, book, people, units, memberships, sources, levels, own = by_chance(draw)
    twice = draw.choice(sources)
    again = [c | {name: f"{c[name]}_2" for name in ("source", "coding", "passage", "derived_from")}
             for c in codings if c["source"] == twice["source"]]  # fmt: skip
    more = [*sources, twice | {"source": f"{twice['source']}_2"}]
    before = codings, book, people, units, memberships, sources, levels, own
    after = [*codings, *again], book, people, units, memberships, more, levels, own
    once, now = nest(before, stated(before)), nest(after, stated(before))
    same = {
        "nest_findings": ("site", "feature", "sign", "patients", "stands", "status", "mechanisms"),
        "nest_links": ("site", "feature", "sign", "ring", "mechanism", "valence", "support", "own",
                       "against", "reaches", "status", "lacks", "reason", "differs"),
        "nest_behind": ("site", "ring", "mechanism", "valence", "informants"),
        "nest_coverage": ("sign", "ring", "explained", "suggested", "of"),
        "nest_patterns": ("site", "feature", "tellers", "share", "pattern", "across"),
    }  # fmt: skip
    for table, columns in same.items():
        first, second = (
            [tuple(r[c] for c in columns) for r in made[table]] for made in (once, now)
        )
        assert first == second
