"""The queries in the report: presence of each theme by site, and by attributes of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from insideout.report.data import Data, Records, title
from insideout.report.evidence import spelled
from insideout.report.markup import band, counted, floating, html, mark, markdown, table, td, tr

FEW = 8  # values of an attribute that fit side by side


def includes(data: Data) -> dict[str, str]:
    """The tables by name; empty where a study has nothing to compare."""
    return {"presence": presence(data), "attributes": attributes(data)}


def themes(data: Data) -> list[tuple[str, list[str]]]:
    """Top-level codes that anybody used, each with the codes just below it, in the book's order."""
    used = {row["code"] for row in data.counts if row["with_below"]}
    codes = [code for code in data.codebook if code["code"] in used]
    return [
        (top["code"], [code["code"] for code in codes if code["parent"] == top["code"]])
        for top in codes if not top["parent"]
    ]  # fmt: skip


def presence(data: Data) -> str:
    """What is told about each site of each theme, by anybody; nothing where sites are no more."""
    if len(data.sites) < 2 or not data.code_sites:
        return ""
    at = {(row["code"], row["site"]): row for row in data.code_sites}

    def row_of(code: str) -> str:
        cells = [_presence(at[code, site]) if (code, site) in at else td("") for site in data.sites]
        return tr(cells, html(data.code(code)))

    head = ["Theme", *(html(data.unit(site)) for site in data.sites)]
    rows = list(_rows(data, row_of, len(head)))
    if not rows:
        return ""
    caption = (
        "What is told about each site, whoever tells it and wherever they belong, with the number "
        "of people who tell it. A theme counts with the codes below it."
    )
    return floating("tbl-presence", table(head, rows, "framework"), caption)


def _rows(data: Data, row_of: Callable[[str], str], columns: int) -> Iterator[str]:
    """The rows of all themes: those with codes below head them, the others stand by themselves."""
    for top, below in themes(data):
        if below:
            yield band(html(data.code(top)), columns)
        yield from (row_of(code) for code in (below or [top]))


def _presence(row: Mapping[str, Any]) -> str:
    status = row["status"]
    if status == "not_told":
        return td(mark(status), "not-told")
    n = row["informants"]
    people = f'{n}<span class="unseen"> {"person" if n == 1 else "people"}</span>'
    of = people if n else counted(row["sources"], "source")
    kind = f"valence-{status}" if status != "coded" else ""
    return td(f'{mark(status)} <span class="cell-count">{of}</span>', kind)


def attributes(data: Data) -> str:
    """Who tells of each theme, by each attribute the study asks for: a table an attribute."""
    names = list(dict.fromkeys(row["attribute"] for row in data.code_attributes))
    return "\n".join(_attribute(data, name) for name in names)


def _attribute(data: Data, name: str) -> str:
    found = [row for row in data.code_attributes if row["attribute"] == name]
    values = {row["value"]: row["cases"] for row in found}
    called = title(name)
    if len(values) > FEW:
        n = counted(len(values), "value")
        file = "`tables/code_attributes.csv`"
        return f"{markdown(called)} has {n}, too many for a table here: see {file}.\n"
    return floating(
        f"tbl-attribute-{spelled(name)}",
        _by_value(data, found, values),
        f"{markdown(called)}: people who tell of each theme, of all with that value; among them "
        "those with it present, absent or mixed.",
    )


def _by_value(data: Data, found: Records, values: Mapping[str, int]) -> str:
    at = {(row["code"], row["value"]): row for row in found}

    def row_of(code: str) -> str:
        cells = [_told(at[code, v]) if (code, v) in at else td("") for v in values]
        return tr(cells, html(data.code(code)))

    head = ["Theme", *(f'{html(v)} <span class="cell-count">(n = {n})</span>'
                       for v, n in values.items())]  # fmt: skip
    return table(head, list(_rows(data, row_of, len(head))), "framework")


def _told(row: Mapping[str, Any]) -> str:
    if not row["told"]:
        return td(mark("not_told"), "not-told")
    said: Sequence[str] = [
        f'<span class="valence-{kind}">{row[kind]}<span class="unseen"> {kind}</span></span>'
        for kind in ("present", "absent", "mixed") if row[kind]
    ]  # fmt: skip
    of = f"{row['told']} of {row['cases']}"
    return td(" ".join([f"<span>{of}</span>", *said]), "counts")
