"""What patients said of a feature, in sentences: the patterns, how many told, what records say."""

from __future__ import annotations

from collections.abc import Sequence

from insideout.report.data import Data, words
from insideout.report.markup import counted, listed, markdown, share
from insideout.report.nested import Row

FEW = 5  # tellers at a site, under which one more could well change its pattern
PATTERN = {"present": "present at {}", "mixed": "mixed at {}", "absent": "absent at {}"}
RECORD = {
    "agrees": "agree at {}",
    "differs": "say otherwise at {}",
    "one_sided": "can speak for it, but not against it, at {}",
    "silent": "are silent at {}",
}


def said(data: Data, rows: Sequence[Row]) -> str:
    """The paragraph on one feature's rows of `nest_patterns`; somebody told of it."""
    told = [row for row in rows if row["tellers"]]
    of, asked = sum(row["tellers"] for row in told), sum(row["patients"] for row in rows)
    group = words(data.study["nest"]["teller_group"])
    sentences = [
        who(of, asked, group),
        patterns(data, told),
        untold(data, rows),
        few(told),
        records(data, told),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def who(of: int, asked: int, group: str) -> str:
    """How many of those who were asked told of it."""
    if of == asked:
        every = {1: f"The one {group}", 2: f"Both {group}s"}.get(of, f"All {of:,} {group}s")
        return f"{every} told of it."
    return f"{of:,} of {counted(asked, group)} told of it."


def patterns(data: Data, told: Sequence[Row]) -> str:
    """Which sites have which pattern, and whether they share it."""
    if {row["across"] for row in told} == {"common"}:
        sites = listed([_counted_at(data, row) for row in told])
        both = "both sites" if len(told) == 2 else f"all {counted(len(told), 'site')}"
        return f"The sites have it in common: it is {told[0]['pattern']} at {both}, {sites}."
    parts = []
    for pattern, saying in PATTERN.items():
        sites = listed([_counted_at(data, row) for row in told if row["pattern"] == pattern])
        parts += [saying.format(sites)] if sites else []
    return f"{'The sites differ: it' if len(parts) > 1 else 'It'} is {listed(parts)}."


def _counted_at(data: Data, row: Row) -> str:
    """A site with how many of those who told had it."""
    site, n = markdown(data.unit(row["site"])), row["tellers"]
    if row["mixed"]:
        apart = (("present", "with it"), ("absent", "without it"), ("mixed", "with both"))
        counts = [f"{row[name]:,} {word}" for name, word in apart if row[name]]
        return f"{site} ({', '.join(counts)})"
    return f"{site} ({row['present']:,} of {n:,} had it)"


def untold(data: Data, rows: Sequence[Row]) -> str:
    """Where nobody told of it."""
    sites = [markdown(data.unit(row["site"])) for row in rows if not row["tellers"]]
    return f"Nobody told of it at {listed(sites)}." if sites else ""


def few(told: Sequence[Row]) -> str:
    """That patterns hang on few people, where they do."""
    most = max(row["tellers"] for row in told)
    if most >= FEW:
        return ""
    at = "any site" if len(told) > 1 else "the site"
    if most == 1:
        return f"Only one person told of it at {at}: another could turn the pattern round."
    return f"No more than {most:,} people told of it at {at}, so that one more could change it."


def records(data: Data, told: Sequence[Row]) -> str:
    """What the medical records say of it, the second witness; "" where no record was read."""
    known = [row for row in told if row.get("record")]
    if not known:
        return ""
    if all(row["record"] == "not_recordable" for row in known):
        return "It is nothing that a medical record could tell of."
    kinds = {row["record"] for row in known}
    if len(kinds) == 1 and len(known) == len(told) > 2:
        (kind,) = kinds
        return f"Medical records, the second witness, {RECORD[kind].format('every site')}."
    parts = []
    for record, saying in RECORD.items():
        sites = [_recorded(data, row) for row in known if row["record"] == record]
        parts += [saying.format(listed(sites))] if sites else []
    return f"Medical records, the second witness, {listed(parts)}." if parts else ""


def _recorded(data: Data, row: Row) -> str:
    """A site with the records that speak of the feature, and their share where it differs."""
    site = markdown(data.unit(row["site"]))
    if not row.get("records"):
        return site
    n = counted(row["records"], "record")
    if row["record"] == "differs" and row.get("record_share") is not None:
        n += f", share {share(row['record_share'])}"
    return f"{site} ({n})"
