"""Each prediction by itself: where, what was observed, the verdict, and the cases on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import (
    floating,
    html,
    listed,
    mark,
    markdown,
    number,
    share,
    table,
    td,
    tr,
)

Row = Mapping[str, Any]
VERDICTS = {
    "corroborated": "corroborated", "qualified": "qualified", "not_borne_out": "not borne out",
    "falsified": "falsified", "not_testable": "not testable",
}  # fmt: skip
MARKS = {
    "corroborated": "present", "qualified": "mixed", "not_borne_out": "",
    "falsified": "absent", "not_testable": "not_told",
}  # fmt: skip


def observed(row: Row) -> str:
    """What was observed of a prediction, in a few words; "" where nothing could be."""
    if row["share"] is None or row["verdict"] == "not_testable":
        return f"n = {row['n']}"
    units = row["witness"] == "units"
    value = f"ρ = {row['share']:.2f}" if units else share(row["share"]) if row[
        "predicted"] in ("high", "low", "mixed") else f"{row['share']:+.2f}"  # fmt: skip
    return f"{words(row['observed'] or '')}, {value} (n = {row['n']})".replace("-", "−")


def predictions(data: Data, evidence: Evidence) -> str:
    """A section for each hypothesis, with every prediction, its cases and its counter-cases."""
    parts = []
    for one in data.judged["ledger"]:
        name = one["hypothesis"]
        rows = [row for row in data.judged["hypotheses"] if row["hypothesis"] == name]
        usual = _usual(rows)
        head = ["Continuity", "Predicted", "Observed", "Verdict", "Cases"]
        body = [tr([td(_where(data, row, usual)), *_prediction(data, evidence, row)],
                   html(_what(row))) for row in rows]  # fmt: skip
        parts += [
            f"### {markdown(name)} {{#sec-hypothesis-{spelled(name)}}}\n",
            f"{markdown(one['statement'])} Setting: {markdown(rows[0]['setting'])}"
            f"{_at(data, usual)}, if nothing else is said.\n" if rows else "",
            floating(f"tbl-predictions-{spelled(name)}",
                     table(head, body, widths=[14, 20, 15, 17]),
                     f"{markdown(name)}: its predictions, with the cases for and against each."),
        ]  # fmt: skip
    return "\n".join(parts)


def _usual(rows: Sequence[Row]) -> str:
    """The sites that most predictions have whose setting isn't narrowed down; "" where none is."""
    found = [row["sites"] or "" for row in rows if not row["narrowed"]]
    return max(found, key=found.count, default="")


def _at(data: Data, sites: str) -> str:
    """Sites by their names, in brackets."""
    named = listed([data.unit(site) for site in sites.split()])
    return f" ({markdown(named)})" if named else ""


def _what(row: Row) -> str:
    return words(row["continuity"]) + (f" ({words(row['part'])})" if row["part"] else "")


def _where(data: Data, row: Row, usual: str) -> str:
    """What is predicted, with the setting where it isn't the hypothesis's own."""
    than = row["compared_with"]
    beside = f" {'than' if row['predicted'] in ('lower', 'higher') else 'with'} {words(than)}"
    said = f"<strong>{html(words(row['predicted']) + (beside if than else ''))}</strong>"
    where = [row["narrowed"]] if row["narrowed"] else []
    sites = row["sites"] or ""
    if sites and (where or sites != usual):
        where.append(listed([data.unit(site) for site in sites.split()]))
    if row["against"]:
        where.append(f"against {row['against']}{_counts(data, row)}")
    return said + _small("; ".join(where))


def _small(text: str) -> str:
    """A line of its own below what a cell says first."""
    return f'<p class="cell-quotes">{html(text)}</p>' if text else ""


def _counts(data: Data, row: Row) -> str:
    sites = listed([data.unit(site) for site in (row["against_sites"] or "").split()])
    first = (row["n"] or 0) - (row["against_n"] or 0)
    return f" ({sites}); {first} told here, {row['against_n']} there" if sites else ""


def _prediction(data: Data, evidence: Evidence, row: Row) -> list[str]:
    interval = ""
    if row["low"] is not None:
        interval = f"; {number(row['low'], 2)} to {number(row['high'], 2)}"
    small = _small(_held(row)) + _small(_why(row))
    return [
        td(html(observed(row) + interval)),
        td(mark(MARKS[row["verdict"]], VERDICTS[row["verdict"]]) + small),
        td(_cases(data, evidence, row)),
    ]


def _held(row: Row) -> str:
    """At how many settings of the thresholds it is as predicted, or the opposite."""
    if not row["grid"]:
        return ""
    against = f", the opposite at {row['opposite']}" if row["opposite"] else ""
    return f"as predicted at {row['as_predicted']} of {row['grid']} settings{against}"


def _why(row: Row) -> str:
    why = row["why"] or ""
    if not row["leaves_open"]:
        return why
    nought, open_ = "the interval includes 0", "leaves the opposite open"
    if nought in why:
        return why.replace(nought, f"{nought} and {open_}")
    return "; ".join([f"the interval {open_}", *([why] if why else [])])


def _cases(data: Data, evidence: Evidence, row: Row) -> str:
    """Who tells as predicted and who against it, with quotations; else only who told."""
    if row["verdict"] == "not_testable":
        told = {*(row["for_cases"] or "").split(), *(row["counter_cases"] or "").split()}
        return f"Told: {html(_plain(data, sorted(told)))}" if told else "nobody told"
    sides = (("present", "as predicted", "for_cases", "quotes"),
             ("absent", "against it", "counter_cases", "counter_quotes"))  # fmt: skip
    lines = []
    for valence, word, cases, quotes in sides:
        linked = evidence.html(row[quotes] or "")
        small = f'<p class="cell-quotes">{linked}</p>' if linked else ""
        who = html(_plain(data, (row[cases] or "").split()))
        lines.append(f"<p>{mark(valence, word)}: {who}</p>{small}")
    return "".join(lines)


def _plain(data: Data, named: Sequence[str]) -> str:
    return listed([data.unit_names.get(case, case) for case in named]) or "none"
