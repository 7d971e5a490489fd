"""What patients said of a feature, in sentences: the patterns, how many told, what records say."""

from __future__ import annotations

from collections.abc import Sequence

from insideout.report.data import Data, words
from insideout.report.markup import counted, listed, markdown, share
from insideout.report.nested import Row, called, units

FEW = 5  # tellers at a site, or records of one, under which one more could well change the sum
RECORD = {
    "agrees": "agree at {}",
    "differs": "say otherwise at {}",
    "one_sided": "can speak for it, but not against it, at {}",
    "silent": "are silent at {}",
}


def experienced(data: Data, rows: Sequence[Row]) -> str:
    """What is experienced where, in a sentence, from one feature's rows of `nest_patterns`."""
    told = [row for row in rows if row["tellers"]]
    people = markdown(f"{words(data.study['nest']['teller_group'])}s")
    feature, parts = told[0]["feature"], list[str]()
    for pattern, sign in (("present", "+"), ("absent", "-")):
        where = [row["site"] for row in told if row["pattern"] == pattern]
        phrase = markdown(called(data, feature, sign))
        parts += [f"of {phrase} {at(data, where, len(told))}"] if where else []
    mixed = [row["site"] for row in told if row["pattern"] == "mixed"]
    parts += [f"of both {at(data, mixed, len(told))}"] if mixed else []
    return f"{people[:1].upper()}{people[1:]} tell {listed(parts)}."


def at(data: Data, sites: Sequence[str], of: int) -> str:
    """At which sites: at all of them, where there are so many."""
    if len(sites) == of > 1:
        return "at both sites" if of == 2 else f"at all {of:,} sites"
    return f"at {units(data, sites)}"


def said(data: Data, rows: Sequence[Row]) -> str:
    """Who told of one feature (rows of `nest_patterns`), and what the records say of it."""
    told = [row for row in rows if row["tellers"]]
    of, asked = sum(row["tellers"] for row in told), sum(row["patients"] for row in rows)
    group = words(data.study["nest"]["teller_group"])
    sentences = [f"{who(of, asked, group)}{few(told)}.", untold(data, rows), records(data, told)]
    return " ".join(sentence for sentence in sentences if sentence)


def who(of: int, asked: int, group: str) -> str:
    """How many of those who were asked told of it."""
    if of == asked:
        every = {1: f"The one {group}", 2: f"Both {group}s"}.get(of, f"All {of:,} {group}s")
        return f"{every} told of it"
    return f"{of:,} of {counted(asked, group)} told of it"


def untold(data: Data, rows: Sequence[Row]) -> str:
    """Where nobody told of it."""
    sites = [row["site"] for row in rows if not row["tellers"]]
    return f"Nobody told of it at {units(data, sites)}." if sites else ""


def few(told: Sequence[Row]) -> str:
    """That patterns hang on few people, where they do, after a comma."""
    most = max(row["tellers"] for row in told)
    if most >= FEW:
        return ""
    where = "any site" if len(told) > 1 else "the site"
    if most == 1:
        return f", only one at {where}: another could turn the pattern round"
    return f", no more than {most:,} at {where}, so that one more could change it"


def records(data: Data, told: Sequence[Row]) -> str:
    """What the medical records say of it, the second witness; "" where no record was read."""
    known = [row for row in told if row.get("record")]
    if not known:
        return ""
    if all(row["record"] == "not_recordable" for row in known):
        return "It is nothing that a medical record could tell of."
    parts = []
    for record, saying in RECORD.items():
        of = [row for row in known if row["record"] == record]
        if len(of) == len(told) > 2 and record in ("one_sided", "silent"):
            parts.append(saying.format("every site"))
        elif of:
            parts.append(saying.format(listed([_recorded(data, row) for row in of])))
    if not parts:
        return ""
    return f"Medical records, the second witness, {listed(parts)}.{_caution(data, known)}"


def _recorded(data: Data, row: Row) -> str:
    """A site with the records that speak of the feature, and their share where it differs."""
    site = markdown(data.unit(row["site"]))
    if not row.get("records"):
        return site
    n = counted(row["records"], "record")
    if row["record"] == "differs" and row.get("record_share") is not None:
        n += f", share {share(row['record_share'])}"
    return f"{site} ({n})"


def _caution(data: Data, known: Sequence[Row]) -> str:
    """Where the records that agree or differ are too few to lean on."""
    thin = [row for row in known if row["record"] in ("agrees", "differs")
            and 0 < (row.get("records") or 0) < FEW]  # fmt: skip
    if not thin:
        return ""
    sites = units(data, [row["site"] for row in thin])
    return f" Fewer than {FEW} records, as at {sites}, are too few to lean on."
