"""What can be a speaker's label, and which known one a misspelt label stands for."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST, MOST_WORDS = 40, 4
LONGEST_LISTED, MOST_LISTED = 80, 8  # of `Last, First (Organisation)`; words before the bracket
LISTED = re.compile(r"([^,:()]+, [^,:()]+)(?: \([^:]+\))?")
MOST_SPEAKERS = 100  # with more labels than this, slips aren't looked for
ALIKE = 88  # least similarity (rapidfuzz ratio) at which a label passes for a misspelt known one
# Words before a colon that are no speaker: notes and heads of sections ("_" is a space),
HEADS = """
    note notes nb n.b. ps p.s. example for_example e.g. i.e. time date place location duration
    source file page part section chapter topic theme recording transcript summary comment remark
    warning important http https obs not merk merknad notera anmärkning exempel till_exempel t.ex.
    eksempel for_eksempel f.eks. dato datum tid sida side bilaga plats sted
"""
# and words of running speech, which names don't hold.
SPEECH = """
    and but so because then well yes no ok okay he she they we you it said says say saying thought
    think mean means like asked told is was are were that this what which
    och men så säger sa hon han vi det är att og si sier jeg hun er var
"""
NO_LABEL, NO_NAME = frozenset(HEADS.split()), frozenset(SPEECH.split())


def before_colon(line: str, known: Collection[str]) -> tuple[str, str] | None:
    """The label a line begins with, and the rest; None where none can stand."""
    head, colon, rest = line.partition(":")
    label = head.rstrip()
    if not colon or not label:
        return None
    if label in known:
        return None if rest[:1].isdigit() or rest.startswith("//") else (label, rest.strip())
    if (rest and rest[0] != " ") or not plausible(label):
        return None
    return label, rest.strip()


def plausible(label: str) -> bool:
    """Whether a label that nobody listed can name a speaker (`Note` and `He said` can't)."""
    words = label.casefold().split()
    if not 0 < len(words) <= MOST_WORDS or len(label) > LONGEST:
        return _listed(label)
    if not any(c.isalpha() for c in label) or any(c in '?!;"“”«»…<>=/\\' for c in label):
        return False
    if "_".join(words) in NO_LABEL:
        return False
    return NO_NAME.isdisjoint(word.strip(",.'’") for word in words)


def _listed(label: str) -> bool:
    """Whether a longer label is a name as directories have it: `van Berg, Anna (North, Ward 2)`."""
    listed = LISTED.fullmatch(label) if len(label) <= LONGEST_LISTED else None
    names = listed[1].replace(",", "").split() if listed else []
    capitals = sum(name[0].isupper() for name in names)
    return (
        1 < len(names) <= MOST_LISTED
        and 2 * capitals > len(names)
        and NO_NAME.isdisjoint(name.casefold() for name in names)
    )


def near_miss(label: str, known: Collection[str]) -> str | None:
    """The one known label that this one is a slip of, if there is exactly one."""
    same = [k for k in known if k.casefold() == label.casefold()]
    if len(same) == 1:
        return same[0]
    if len(known) > MOST_SPEAKERS:
        return None
    from rapidfuzz import fuzz  # imported only for labels that aren't known

    alike = [
        k for k in known
        if _spelt_alike(label.casefold(), k.casefold())
        and fuzz.ratio(label.casefold(), k.casefold()) >= ALIKE
    ]  # fmt: skip
    return alike[0] if len(alike) == 1 else None


def _spelt_alike(one: str, other: str) -> bool:
    """Whether labels differ inside longer words alone.

    `Speaker 1` and `Speaker 2`, `Interviewer` and `Interviewee` are alike, but two people.
    """
    ones, others = one.split(), other.split()
    return len(ones) == len(others) and all(
        a == b
        or (a.isalpha() and b.isalpha() and min(len(a), len(b)) > 3 and a[0] == b[0]
            and a[-1] == b[-1])
        for a, b in zip(ones, others, strict=True)
    )  # fmt: skip
