"""The nested grid of a framework matrix: cases by sub-themes, marks alone, to see it whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from insideout.report.evidence import spelled
from insideout.report.frame_cells import STALE
from insideout.report.frame_matrix import NONE, Matrix
from insideout.report.markup import WORDS, floating, html, markdown, td, tr

COLUMNS = 24  # marks side by side on a page turned on its side
SIGNS = {"coded": "+", NONE: "·"}  # of what has no valence
KEY = (
    "[present]{.valence-present}, [absent]{.valence-absent}, [mixed]{.valence-mixed}, + told of "
    "without saying which, · not told"
)
OLD = "; **!** a summary older than its evidence"
ALL = "together"


def grid(matrix: Matrix) -> Iterator[str]:
    """The grid of a nested frame in parts that fit a page; nothing for a frame that isn't."""
    parts = list(parted(matrix.themes, matrix.below)) if matrix.below else []
    for n, themes in enumerate(parts, start=1):
        of = f", part {n} of {len(parts)}" if len(parts) > 1 else ""
        name = f"tbl-grid-{spelled(matrix.name)}" + (f"-{spelled(themes[0])}" if of else "")
        title = markdown(matrix.frame["title"])
        old = OLD if any(cell["stale"] for cell in matrix.cells) else ""
        caption = f"{title}, by sub-theme{of}: {KEY}{old}."
        yield floating(name, _table(matrix, themes), caption)


def columns_of(theme: str, below: Mapping[str, Sequence[str]]) -> list[str]:
    """The columns of a theme: itself, then its sub-themes."""
    return [theme, *below.get(theme, ())]


def parted(themes: Sequence[str], below: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Themes in parts whose columns fit side by side; a theme is never divided."""
    part: list[str] = []
    wide = 0
    for theme in themes:
        more = len(columns_of(theme, below))
        if part and wide + more > COLUMNS:
            yield part
            part, wide = [], 0
        part.append(theme)
        wide += more
    yield part


def _table(matrix: Matrix, themes: Sequence[str]) -> str:
    columns = [column for theme in themes for column in columns_of(theme, matrix.below)]
    rows: list[str] = []
    for site, cases in matrix.by_site():
        if matrix.grouped:
            rows.append(
                f'<tr class="band"><th scope="rowgroup">{matrix.site_name(site)}</th>'
                f'<td colspan="{len(columns)}"></td></tr>'
            )
        rows += [
            tr([_mark(matrix.at[case, c]) for c in columns], html(matrix.case(case)))
            for case in cases
        ]
    heads = [f"<tr>{head}</tr>" for head in _head(matrix, themes)]
    return "\n".join(
        ['<table class="framework grid">', "<thead>", *heads, "</thead>", "<tbody>", *rows,
         "</tbody></table>"]
    )  # fmt: skip


def _head(matrix: Matrix, themes: Sequence[str]) -> list[str]:
    """Two rows of heads: themes over their sub-themes; those without any go through both."""
    first = [f'<th scope="col" rowspan="2">{html(matrix.kind)}</th>']
    second = []
    for theme in themes:
        name, subs = html(matrix.data.code(theme)), matrix.below.get(theme, ())
        if not subs:
            first.append(f'<th scope="col" rowspan="2" class="turned opens">{_turned(name)}</th>')
            continue
        first.append(f'<th scope="colgroup" colspan="{len(subs) + 1}" class="opens">{name}</th>')
        second.append(f'<th scope="col" class="turned opens">{_turned(f"<em>{ALL}</em>")}</th>')
        second += [
            f'<th scope="col" class="turned">{_turned(html(matrix.data.code(sub)))}</th>'
            for sub in subs
        ]
    return ["".join(first), "".join(second)]


def _turned(name: str) -> str:
    return f"<span>{name}</span>"


def _mark(cell: Mapping[str, Any]) -> str:
    """A cell's mark, with its word for those who can't see it; "!" for a summary that is stale."""
    status = cell["status"]
    told = f'<span class="unseen">{WORDS[status]}</span>'
    if status in SIGNS:
        kind = "not-told" if status == NONE else "coded"
        said = f'<span class="{kind}">{SIGNS[status]}{told}</span>'
    else:
        kind = f"valence-{status}"
        said = f'<span class="{kind}">{told}</span>'
    old = bool(cell["stale"])
    said += f'<strong>!<span class="unseen"> {STALE.lower()}</span></strong>' * old
    classes = [kind, *(["opens"] * (not cell["within"])), *(["stale"] * old)]
    return td(said, " ".join(classes))
