"""How much of what was planted de-identification finds: the tables of docs/deidentification.md.

`python tests/bench/deidentification.py [--half development|scored|practice|both|all] [--misses N]`.
The detector may be tuned on `development` and `practice`; nobody who works on it should look at
the misses of `scored`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from deid.generate import studies
from deid.material import HALVES, LANGUAGES, PARTS
from deid.score import (
    POINTS,
    Finder,
    Scored,
    measured,
    precision,
    queued,
    ratio,
    recall,
    without_leak,
)
from deid.slots import STRUCTURED

CASINGS = ("cased", "mixed", "lower")
RUNS = {part: (part,) for part in PARTS} | {"both": HALVES, "all": PARTS}
ABOUT = {
    "practice": (
        "Written by another hand after the rules were tuned on `development`; "
        "used for tuning since.\n"
    )
}
CAVEATS = """\
What these figures don't prove:

- The identifiers are planted in turns written for this; people say other things, and other names.
- One author wrote both halves. They share no name, no turn and no filler, but they share a taste.
  `practice` is by another hand, but the rules have been tuned on it.
- No name here is in the lists of names the detector may read (those that are words apart), so names
  are harder to find than in real interviews. There is an identifier in every 24 words, more than
  people utter, so precision looks better, and the queue longer, than they would be.
- How many are words as well (one in eleven), misspelt or of two letters was chosen, not observed.
  Overall figures move with that mix: read them by class.
- Every turn stands in several documents, so one turn that is got wrong counts many times, and the
  intervals, which are by document, are narrower than those over other people's turns would be.
- Indirect identifiers (a rare disease, a job and a village together) are not planted, nor counted.
- The reviewer of the completed queue is taken to know the truth and never to err.
- National and telephone numbers are of ranges given to nobody (Norwegian telephone numbers apart:
  no range is kept for this); postcodes were not looked up.
- `Hospital`, `Dr` and house numbers beside a name need not be masked, nor count when they are.
"""


def loaded(seconds: dict[str, float]) -> Callable[[str], Finder]:
    """A finder for each language, its lists loaded; how long that took goes into `seconds`."""
    from insideout.deidentify.detect.find import find, lists_of
    from insideout.deidentify.span import Document

    def finder(language: str) -> Finder:
        start = time.process_time()
        lists = lists_of(language)
        # What is imported late is no part of the finding.
        find(Document("warm", "I: well\n", language), (), lists)
        seconds[language] = time.process_time() - start
        return lambda document, roster: find(document, roster, lists)

    return finder


def shown(figures: tuple[float, float, float]) -> str:
    """A share with its interval, `–` where there is nothing to share."""
    value, low, high = figures
    return "–" if value != value else f"{value:.3f} ({low:.3f}–{high:.3f})"  # noqa: PLR0124 (NaN)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; columns after the first are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines) + "\n"


def groups(some: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The documents of each casing and language, and all."""
    found = {casing: [s for s in some if s.planting.casing == casing] for casing in CASINGS}
    for language in LANGUAGES:
        of = [s for s in some if s.planting.document.language == language]
        found[language] = of
        found[f"{language}, cased"] = [s for s in of if s.planting.casing == "cased"]
    return found | {"all": list(some)}


def material(some: Sequence[Scored]) -> str:
    """How much there is to find, in how much."""
    rows = [
        (name, len(of), sum(s.words for s in of), sum(s.planted.total() for s in of))
        for name, of in groups(some).items()
    ]
    return table(("documents", "number", "words", "planted identifiers"), rows)


def points(some: Sequence[Scored]) -> str:
    """Recall and precision at each point, by casing and language."""
    rows = [
        (f"{name}: {point}, {POINTS[point]}", shown(recall(of, point)),
         shown(precision(of, point)), shown(precision(of, point, tokens=True)),
         shown(without_leak(of, point)))
        for name, of in groups(some).items()
        for point in POINTS
    ]  # fmt: skip
    head = ("documents: point", "recall", "precision", "precision by word", "without a leak")
    return table(head, rows)


def classes(some: Sequence[Scored], casing: str) -> str:
    """Recall by class of identifier in documents of one casing."""
    of = [s for s in some if s.planting.casing == casing]
    planted = sum((s.planted for s in of), Counter[str]())
    names = sorted(set(planted) - STRUCTURED, key=lambda cls: (-planted[cls], cls))
    shaped = sorted(set(planted) & STRUCTURED, key=lambda cls: (-planted[cls], cls))
    rows = [
        (label, sum(planted[cls] for cls in wanted),
         *(shown(recall(of, point, wanted)) for point in "bcd"))
        for label, wanted in (
            ("**structured**", shaped), *((cls, [cls]) for cls in shaped),
            ("**names**", names), *((cls, [cls]) for cls in names),
        )
        if wanted
    ]  # fmt: skip
    return table((f"{casing} documents", "planted", "b", "c", "d"), rows)


def queue(some: Sequence[Scored]) -> str:
    """What a reviewer is asked, by casing and language."""
    rows = []
    for name, of in groups(some).items():
        asked, words = queued(of), sum(s.words for s in of) or 1
        rows.append((
            name, asked.items, f"{1000 * asked.items / words:.1f}", asked.types, asked.all_types,
            asked.mixed, f"{1000 * asked.decisions / words:.1f}",
            f"{asked.names / max(1, asked.types):.2f}",
        ))  # fmt: skip
    head = ("documents", "items", "per 1,000 words", "types, by study", "types, over all",
            "of them mixed", "decisions per 1,000 words", "types that name someone")  # fmt: skip
    return table(head, rows)


def casings(some: Sequence[Scored], casing: Callable[[str], str]) -> str:
    """How many documents of each casing are taken for which: as they are, and without labels."""
    told: Counter[tuple[str, str]] = Counter()
    for s in some:
        text = s.planting.document.text
        said = "\n\n".join(turn.partition(": ")[2] for turn in text.split("\n\n"))
        told[s.planting.casing, casing(text)] += 1
        told[f"{s.planting.casing}, labels left out", casing(said)] += 1
    rows = [
        (made, *(told[made, taken] for taken in CASINGS))
        for made in (*CASINGS, *(f"{made}, labels left out" for made in CASINGS))
    ]
    return table(("documents", *(f"taken for {taken}" for taken in CASINGS)), rows)


def missed(some: Sequence[Scored], point: str) -> Counter[str]:
    """What is not masked at a point, by class."""
    return Counter(one.cls for s in some for one in s.tallies[point].missed)


def faults(some: Sequence[Scored]) -> str:
    """What is missed, by class, and what is masked in vain, by rule."""
    b, d = missed(some, "b"), missed(some, "d")
    rows = [(cls, count, d[cls]) for cls, count in b.most_common()]
    text = table(("missed", "b", "d"), rows)
    wrong = {p: Counter(x.rule for s in some for x in s.tallies[p].false) for p in "bc"}
    rows = [(rule, wrong["b"][rule], count) for rule, count in wrong["c"].most_common()]
    return f"{text}\n{table(('masked in vain, by rule', 'b', 'c'), rows)}"


def around(text: str, start: int, end: int) -> str:
    """A passage with a few words on each side of it."""
    before, after = text[max(0, start - 45) : start], text[end : end + 35]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")


def listed(some: Sequence[Scored], most: int) -> str:
    """The first misses at b and d, and what is masked in vain at b and c, with their context."""
    lines = []
    for point, vain in (("b", False), ("d", False), ("b", True), ("c", True)):
        places = [
            (s.planting.document, one, one.rule if vain else one.cls)
            for s in some
            for one in (s.tallies[point].false if vain else s.tallies[point].missed)
        ]
        what = "in vain" if vain else "missed"
        lines += [
            f"{point} {what} ({of}): {document.source}: {around(document.text, one.start, one.end)}"
            for document, one, of in places[:most]
        ]
    return "\n".join(lines)


def aims(some: Sequence[Scored]) -> str:
    """The aims of the benchmark, and what came of them."""
    cased = [s for s in some if s.planting.casing == "cased"]
    speed = ratio([s.words for s in some], [s.seconds for s in some])
    rows = [
        ("cased, c: recall", ".95", shown(recall(cased, "c"))),
        ("cased, c: precision", ".95", shown(precision(cased, "c"))),
        ("cased, d: recall", ".995", shown(recall(cased, "d"))),
        ("structured, c, cased", ".995", shown(recall(cased, "c", STRUCTURED))),
        ("structured, c, all", ".995", shown(recall(some, "c", STRUCTURED))),
        ("words per CPU second", "20,000", f"{speed[0]:,.0f}"),
    ]
    points = (
        "Points: **b**, what is sure; **c**, what the line masks before any review, and in an"
        " unattended release (what is sure and what is doubtful); **d**, with the queue "
        "completed.\n\n"
    )
    return points + table(("aim", "at least", "is"), rows)


def report(
    half: str, most: int, finder: Callable[[str], Finder], casing: Callable[[str], str]
) -> str:
    """All tables of a part; `finder`: of a language, `casing`: of a text."""
    some = measured(studies(half), finder)
    parts = [
        f"## Half `{half}`\n", *([ABOUT[half]] if half in ABOUT else []), aims(some),
        material(some), points(some),
        *(classes(some, casing) for casing in CASINGS), queue(some), casings(some, casing),
        faults(some),
    ]  # fmt: skip
    return "\n".join([*parts, listed(some, most)] if most else parts)


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=RUNS, default="both")
    parser.add_argument("--misses", type=int, default=0, help="list as many of each")
    options = parser.parse_args(arguments)
    from insideout.deidentify.detect.find import casing

    seconds: dict[str, float] = {}
    finder = cache(loaded(seconds))
    for half in RUNS[options.half]:
        print(report(half, options.misses, finder, casing))
    rows = [(language, f"{taken:.2f}") for language, taken in seconds.items()]
    print(table(("language", "CPU seconds to load its lists"), rows))
    print(CAVEATS)


if __name__ == "__main__":
    main(sys.argv[1:])
