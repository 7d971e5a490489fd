"""A framework matrix as the report lays it out: its cases by site, its themes and sub-themes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from insideout.report.data import Data, Records, title
from insideout.report.markup import band, html, td

UPRIGHT = 4  # themes that fit side by side on an upright page
ACROSS = 7  # ... and on a page turned on its side
NONE = "not_told"
MANY = 5000  # quotations of a frame, cell by cell: of more, no words are printed in its cells


@dataclass(frozen=True)
class Matrix:
    """The cells of one frame (table `framework`), with what the study file says of it."""

    data: Data
    name: str
    cells: Records

    @property
    def frame(self) -> Mapping[str, Any]:
        """What the study file says of the frame."""
        found: Mapping[str, Any] = self.data.study["frames"][self.name]
        return found

    @cached_property
    def themes(self) -> list[str]:
        """The themes, in the order of the codebook."""
        return list(dict.fromkeys(cell["theme"] for cell in self.cells if not cell["within"]))

    @cached_property
    def below(self) -> dict[str, list[str]]:
        """The sub-themes of each theme that has some; empty where the frame isn't nested."""
        found: dict[str, dict[str, None]] = {}
        for cell in self.cells:
            if cell["within"]:
                found.setdefault(cell["within"], {})[cell["theme"]] = None
        return {theme: list(found[theme]) for theme in self.themes if theme in found}

    @cached_property
    def at(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """The cells by case and theme (or sub-theme)."""
        return {(cell["case"], cell["theme"]): cell for cell in self.cells}

    @cached_property
    def of_themes(self) -> list[Mapping[str, Any]]:
        """The cells of the themes, those of sub-themes left out."""
        return [cell for cell in self.cells if not cell["within"]]

    @cached_property
    def worded(self) -> bool:
        """Whether cells open to the words of their quotations, or to handles alone."""
        return bool(sum(cell["passages"] for cell in self.of_themes) <= MANY)

    @cached_property
    def cases(self) -> list[str]:
        """The cases, site by site; those of no site last."""
        rank = {unit["unit"]: n for n, unit in enumerate(self.data.units)}
        cases = dict.fromkeys(cell["case"] for cell in self.cells)
        return sorted(cases, key=lambda case: rank.get(self.site(case), len(rank)))

    @cached_property
    def grouped(self) -> bool:
        """Whether rows are headed by the site (or other unit) that their cases belong to."""
        if self.data.sites:
            return not {cell["case"] for cell in self.cells} <= set(self.data.sites)
        return bool(self.rolled_up)

    @property
    def kind(self) -> str:
        """What a row is, for the head of the first column."""
        kind = self.frame["cases"]
        return "Case" if kind == "informant" else title(kind)

    def site(self, case: str) -> str:
        """Site of a case: an informant, a source or a unit of any kind; "" for none.

        In a study without sites, the unit of an informant or source, or the one above a unit.
        """
        if self.data.sites:
            return self.data.site_of.get(case) or self.data.site_of_case(case)
        of = {"informant": self.data.people, "source": self.data.sources}.get(self.frame["cases"])
        if of is not None:
            return str(of.get(case, {}).get("unit") or "")
        above = {row["parent"] for row in self.data.memberships if row["unit"] == case}
        return above.pop() if len(above) == 1 else ""

    def by_site(self) -> Iterator[tuple[str, list[str]]]:
        """Each site with its cases, as the rows stand; one group where rows aren't headed."""
        if not self.grouped:
            yield "", self.cases
            return
        for site, found in groupby(self.cases, self.site):
            yield site, list(found)

    def site_name(self, site: str) -> str:
        """What heads the cases of a site (or other unit), as HTML."""
        if site:
            return html(self.data.unit(site))
        return "No site" if self.data.sites else "No unit"

    def case(self, name: str) -> str:
        """What the report calls a case."""
        return self.data.unit(name) if name in self.data.unit_names else name

    @cached_property
    def rolled_up(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        """The rows of the table `rollup` by unit and theme."""
        found = (row for row in self.data.rollup if row["frame"] == self.name)
        return {(row["unit"], row["theme"]): row for row in found}


def site_band(matrix: Matrix, site: str, columns: Sequence[str]) -> str:
    """The row that heads a site's cases: how many of them tell what of each theme."""
    name = matrix.site_name(site)
    rows = [matrix.rolled_up.get((site, theme)) for theme in columns]
    if not any(rows):
        return band(name, len(columns) + 1)
    cells = "".join(td(rolled_up(row) if row else "", "counts") for row in rows)
    return f'<tr class="band"><th scope="rowgroup">{name}</th>{cells}</tr>'


def rolled_up(row: Mapping[str, Any]) -> str:
    """How many cases of a unit have a theme present, absent, mixed; of how many."""
    said = [(kind, row[kind]) for kind in ("present", "absent", "mixed") if row[kind]]
    counts = [
        f'<span class="valence-{kind}">{n}<span class="unseen"> {kind}</span></span>'
        for kind, n in said
    ]
    told = f'<span class="coded">+{row["coded"]}<span class="unseen"> told of</span></span>'
    counts += [told] * bool(row["coded"])
    counts = counts or ['<span class="not-told">none</span>']
    return f'{" ".join(counts)} <span class="cell-count">of {row["cases"]}</span>'


def parts_of(themes: Sequence[str], most: int = ACROSS) -> list[list[str]]:
    """Themes in parts of about equal width, none wider than `most`."""
    count = max(1, math.ceil(len(themes) / most))
    size = math.ceil(len(themes) / count)
    return [list(themes[at : at + size]) for at in range(0, max(1, len(themes)), size or 1)]
