"""How far the coders agree: the sentence, and the tables of all codes, of themes and of codes."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from insideout.report.data import Data, Records, words
from insideout.report.markup import counted, floating, html, listed, markdown, number, pipe, share
from insideout.report.markup import table as html_table
from insideout.report.markup import td as cell
from insideout.report.markup import tr as row_of

ALONE = "only one of them uses it"  # of a remark of the table of agreement
FEW = 5  # units with a code by anybody, under which its coefficients are chance


def scored(data: Data, level: str, aspect: str = "presence") -> list[Mapping[str, Any]]:
    """The rows of the table of agreement between coders at one level, of the leading comparison."""
    told = leading(data)
    return [
        row for row in data.coding.get("agreement", ())
        if row["level"] == level and row["aspect"] == aspect and compared(row) == told
    ]  # fmt: skip


def compared(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Which comparison a row is of: kind, coders and rounds."""
    return row["compared"], row["coders"], row["rounds"]


def between(data: Data) -> list[tuple[str, str, str]]:
    """The comparisons of coders with each other, in the order of the table."""
    rows = data.coding.get("agreement", ())
    return list(dict.fromkeys(compared(row) for row in rows if row["compared"] == "inter"))


def leading(data: Data) -> tuple[str, str, str] | None:
    """The comparison that the chapter speaks of: of most coders, then of most sources."""
    size: dict[tuple[str, str, str], int] = dict.fromkeys(between(data), 0)
    for row in data.coding.get("agreement", ()):
        if compared(row) in size:
            size[compared(row)] = max(size[compared(row)], row["sources"])
    return max(size, key=lambda who: (len(who[1].split()), size[who]), default=None)


def who_in(comparison: tuple[str, str, str]) -> str:
    """Who is compared, and in which rounds: AA, BB and CC in round 1."""
    kind, coders, rounds = comparison
    which = rounds.split()
    if kind == "validation":
        *checked, checker = coders.split()
        return f"{listed(checked)}, checked by {checker}"
    return listed(coders.split()) + (
        f" in round{'s' if len(which) > 1 else ''} {listed(which)}" if which else ""
    )


def kappa_of(row: Mapping[str, Any]) -> str:
    """The column of a row's kappa: Cohen's of two, Fleiss' of more."""
    return "fleiss" if row["kappa"] is None and row["fleiss"] is not None else "kappa"


def by_anybody(row: Mapping[str, Any]) -> int:
    """Units to which anybody gave the code; of three coders or more, the mean of what they gave."""
    if row["both"] is not None:
        return sum(int(row[name] or 0) for name in ("both", "first_only", "second_only"))
    return round(float(row["prevalence"] or 0) * int(row["units"]))


def spoken(data: Data) -> str:
    """How far the coders agree on whether a code is there, in sentences."""
    who = leading(data)
    whole = next(iter(scored(data, "all")), None)
    if who is None or whole is None:
        return "No two coders can be compared."
    codes = scored(data, "code")
    several = f" of {markdown(who_in(who))}" if len(between(data)) > 1 else ""
    kappa = kappa_of(whole)
    name = "Fleiss’ κ" if kappa == "fleiss" else "Cohen’s κ"
    first = [f"positive agreement is {share(whole['positive'])}"] * (whole["positive"] is not None)
    first += [f"{name} is {within(whole, kappa)}"] * (whole[kappa] is not None)
    what = listed(first) or "no coefficient can be had"
    told = f"On whether a code is there, {what}{several}, over all codes (units × codes, pooled)."
    known = sorted(row[kappa_of(row)] for row in codes if row[kappa_of(row)] is not None)
    if len(known) > 1:
        told += (
            f" Code by code, κ has a median of {signed(median(known))} and runs from "
            f"{signed(known[0])} to {signed(known[-1])} ({counted(len(known), 'code')})."
        )
    high = [f"AC1 ({within(whole, 'ac1')})"] if whole["ac1"] is not None else []
    high += [f"per cent of units ({per_cent(whole['percent'])})"] * (whole["percent"] is not None)
    made = "That most codes are rare, absent from nearly all units, makes"
    itself = "themselves" if len(high) > 1 else "itself"
    return told + (f" {made} {listed(high)} high almost by {itself}." if high else "")


def per_cent(value: float | None) -> str:
    """A share in per cent: 99.6 %."""
    return "–" if value is None else f"{100 * value:.1f}\u00a0%"


def within(row: Mapping[str, Any], name: str) -> str:
    """A coefficient with its interval: .71 [.63, .78]."""
    value, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    if value is None:
        return "–"
    interval = f" [{signed(low)}, {signed(high)}]" if low is not None else ""
    return signed(value) + interval


def signed(value: float | None) -> str:
    """A coefficient from −1 to 1 without the zero that can't be anything else."""
    if value is None:
        return "–"
    return ("−" if value < -0.005 else "") + share(abs(value))


def overall(data: Data) -> str:
    """Agreement on all codes, in every comparison, and on themes in the leading one."""
    first = leading(data)
    rows = [
        row for row in data.coding.get("agreement", ())
        if row["level"] == "all"
        or (row["level"] == "theme" and row["aspect"] == "presence" and compared(row) == first)
    ]  # fmt: skip
    several = len({compared(row) for row in rows}) > 1
    head = ["What is compared", "Units", "Positive", "κ", "α", "AC1", "Agreed"]
    made = [
        [_named(data, row, several), number(row["units"]), share(row["positive"]),
         within(row, kappa_of(row)), within(row, "alpha"), within(row, "ac1"),
         per_cent(row["percent"])]
        for row in rows
    ]  # fmt: skip
    others = " Themes of the other comparisons are in `tables/agreement.csv`." if several else ""
    caption = (
        "Agreement on all codes together (units × codes, pooled) and on themes, with bootstrap "
        "intervals that draw sources. Positive is agreement on presence; κ is Cohen’s for two "
        "codings of a unit, Fleiss’ for more; α is Krippendorff’s (of extents: α~U~), AC1 Gwet’s."
        f"{others}"
    )
    return pipe(head, made, "lrrlllr", caption, "tbl-agreement", (28, 9, 10, 15, 15, 14, 9))


def _named(data: Data, row: Mapping[str, Any], several: bool) -> str:
    what = data.code(row["code"]) if row["code"] else "all codes"
    kind = "" if row["aspect"] == "presence" else f", {words(row['aspect'])}"
    return markdown(f"{what}{kind}" + (f" ({who_in(compared(row))})" if several else ""))


def by_code(data: Data) -> str:
    """Agreement on each code: whether it is there."""
    rows = scored(data, "code")
    who = leading(data)
    if not rows or who is None:
        return ""
    pairs = any(row["both"] is not None for row in rows)
    lines = [row_of(_cells(data, row, pairs)) for row in rows]
    head = ["Code", *(["Both", "One only"] if pairs else [])]
    head += ["Positive", "κ", "α", "AC1", "Prevalence"]
    made = html_table(head, lines, widths=[28, 7, 8, 9, 13, 13, 13] if pairs else [34, 10, 16, 15])
    return floating("tbl-agreement-codes", made, _caption(data, rows, pairs, who))


def _cells(data: Data, row: Mapping[str, Any], pairs: bool) -> list[str]:
    said = [ALONE] if ALONE in (row["note"] or "") else []
    said += ["few"] if by_anybody(row) < FEW else []
    note = f"<br><em>{html('; '.join(said))}</em>" if said else ""
    counts = [cell(number(n), right=True) for n in (row["both"], _one(row))] if pairs else []
    return [
        cell(html(data.code(row["code"])) + note), *counts,
        cell(share(row["positive"]), right=True),
        *(cell(within(row, n).replace(" [", "<br>[")) for n in (kappa_of(row), "alpha", "ac1")),
        cell(per_cent(row["prevalence"]), right=True),
    ]  # fmt: skip


def _one(row: Mapping[str, Any]) -> int | None:
    first, second = row["first_only"], row["second_only"]
    return None if first is None or second is None else first + second


def _caption(data: Data, rows: Records, pairs: bool, who: tuple[str, str, str]) -> str:
    several = len(between(data)) > 1
    noted = len({row["code"] for row in rows if row["note"]})
    units = "units in which both coders or only one of them have it, " if pairs else ""
    few = "few: fewer than five units by anybody" if pairs else "few: fewer than five units a coder"
    what = (
        f"Agreement on each code{f', {markdown(who_in(who))}' if several else ''}: {units}positive "
        "agreement, coefficients with intervals (κ is Cohen’s for two coders, Fleiss’ for more), "
        "and the mean share of units with the code."
    )
    told = [
        what,
        f"{few}, where coefficients are next to chance."
        if any(by_anybody(row) < FEW for row in rows) else "",
        f"{counted(noted, 'code has', 'codes have')} a remark on what its figures are worth in "
        "`tables/agreement.csv`, most of them because the code is rare." if noted else "",
        "Other comparisons are in `tables/agreement.csv`." if several else "",
    ]  # fmt: skip
    return " ".join(part[:1].upper() + part[1:] for part in told if part)
