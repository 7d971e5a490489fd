"""Lines of print joined to the paragraphs they were broken from, in whatever format they came.

A text counts as hard-wrapped by what it shows as a whole: lines that stop in mid-sentence stop near
one width. Else it is left alone, for a line of its own is mostly meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from insideout.intake.labels import Piece
from insideout.intake.names import MOST_SPEAKERS, before_colon, near_miss

LEAST_BROKEN = 3  # lines that stop in mid-sentence; with fewer nothing can be known
LEAST_SHARE = 0.25  # of the lines that could go on in the next
NARROWEST = 25  # characters; nobody prints interviews in narrower lines
NEAR = 0.85  # of the width: a line that stops there stops because it is full
MOST_STRAYS = 0.2  # of the lines that stop in mid-sentence, those that stop short of that
MOST_LONGER = 0.02  # of all lines, those clearly longer than the width
LONGER = 1.15

TERMINAL = re.compile(r"""[.!?…。！？]["'”’»)\]]*$""")
# Signs of a list's item, and times that stand in brackets or have seconds,
MARK = re.compile(r"[•●▪◦](?:\s|$)|[\[(]?\d{1,2}:\d{2}:\d{2}|[\[(]\d{1,2}:\d{2}[\])]")
# and what marks an item, a time or a speaker only if a sentence ended before.
MAYBE_MARK = re.compile(r"(?:[*·>]|\(?\d{1,3}[.)]|\d{1,2}:\d{2}|[-–—](?!\s*[a-zß-öø-ÿ]))(?:\s|$)")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
HYPHEN = "-\u2010\u2011"
CUT_WORD = re.compile(rf"[{HYPHEN}][^\W\d_](?:[^\W\d_]|[{HYPHEN}])*")  # backwards
MOST_LETTERS = 80  # of a word
MOST_COMPOUNDS = 0.6  # of the hyphens at line ends, where lines are also broken in mid-word
# "pre- and postnatal": a hyphen before one of these stands for the rest of the word.
AND = frozenset("and or to och eller samt till og und oder et ou y o e".split())  # noqa: SIM905


class WordForms(NamedTuple):
    """Words of a text in lower case, but those that a line's end may have cut. `broken`: whether
    line ends do cut words there, not only stand after the hyphens of compounds.
    """

    met: frozenset[str]
    broken: bool


def rejoined(pieces: list[Piece], known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """Pieces with hard-wrapped lines joined, and a warning that counts them.

    Lines are what stands between line breaks of a piece, and pieces that follow on each other in
    the file (a gap in their `line` is a blank line). Pieces with a speaker of their own or times
    are never joined to others.
    """
    lines: list[str] = []
    owners: list[int] = []
    for number, piece in enumerate(pieces):
        before = pieces[number - 1] if number else piece
        if number and _apart(before, piece):
            lines.append("")
            owners.append(-1)
        for line in piece.text.split("\n"):
            lines.append(line)
            owners.append(number)
    paragraphs, joins = unwrapped(lines, known)
    if not joins:
        return pieces, []
    held: dict[int, list[str]] = {}
    for index, text in paragraphs:
        if owners[index] >= 0:
            held.setdefault(owners[index], []).append(text)
    made = [replace(pieces[number], text="\n".join(texts)) for number, texts in held.items()]
    return made, [f"lines broken in mid-paragraph joined ({joins})"]


def _apart(one: Piece, other: Piece) -> bool:
    if one.voice or other.voice or one.start is not None or other.start is not None:
        return True
    return one.line is not None and other.line is not None and other.line - one.line > 1


def unwrapped(
    lines: Sequence[str], known: Collection[str] = ()
) -> tuple[list[tuple[int, str]], int]:
    """Paragraphs, each with the index of its first line, and how many line breaks were joined.

    Blank lines come out as they are, and nothing is joined across them or before a label. Text
    that isn't clearly hard-wrapped comes out line by line.
    """
    alone = [(n, line) for n, line in enumerate(lines)]
    labels = starting_labels(lines, known)
    pairs = [
        n for n in range(len(lines) - 1)
        if lines[n].strip() and lines[n + 1].strip()
        and not begins_anew(lines[n], lines[n + 1], labels)
    ]  # fmt: skip
    width, exact = _width(lines, pairs)
    if not width:
        return alone, 0
    words = word_forms(lines)
    joined = {n + 1 for n in pairs if _goes_on(lines[n], lines[n + 1], width, exact)}
    made: list[tuple[int, list[str]]] = []
    for n, line in enumerate(lines):
        if n in joined:
            made[-1][1].append(line)
        else:
            made.append((n, [line]))
    return [(n, glued(parts, words)) for n, parts in made], len(joined)


def starting_labels(lines: Iterable[str], known: Collection[str]) -> dict[str, bool]:
    """What stands before a colon at the start of lines: whether it may be a speaker.

    In lower case, met once and like no other label it is running speech that a line break cut.
    """
    heads = [head[0] for line in lines if (head := before_colon(line.strip(), known))]
    met = Counter(heads)
    sound = set(known) | {label for label, count in met.items() if count > 1}
    many = len(sound) > MOST_SPEAKERS
    return {
        label: label in sound or label[0].isupper() or label[0].isdigit() or many
        or near_miss(label, sound) is not None
        for label in met
    }  # fmt: skip


def begins_anew(before: str, line: str, labels: dict[str, bool]) -> bool:
    """Whether a line can't go on the one before it: at a label, a list's item or a time."""
    bare = line.strip()
    head = before_colon(bare, labels)
    if (head is not None and labels.get(head[0], True)) or MARK.match(bare):
        return True
    return MAYBE_MARK.match(bare) is not None and TERMINAL.search(before.rstrip()) is not None


def broken(first: str, second: str) -> bool:
    """Whether a line stops in mid-sentence or mid-word: no full stop, and small letters go on."""
    return second.lstrip()[:1].islower() and not TERMINAL.search(first.rstrip())


def word_forms(lines: Sequence[str]) -> WordForms:
    """The words of lines, and whether lines are broken in mid-word."""
    forms: set[str] = set()
    for line in lines:
        met = [_bare(word) for word in WORD.findall(line)]
        forms.update(met[:-1] if _hyphened(line) else met)
    cuts = [pair for one, other in pairwise(lines) if (pair := _cut(one.rstrip(), other.lstrip()))]
    whole = any(_bare(first + second) in forms for first, second in cuts)
    kept = sum(_bare(f"{first}-{second}") in forms for first, second in cuts)
    return WordForms(frozenset(forms), whole or kept <= MOST_COMPOUNDS * len(cuts))


def glued(parts: Sequence[str], words: WordForms) -> str:
    """Lines as one, words that were broken at a line's end whole again.

    A hyphen goes before small letters, but for two cases: the word is met with it elsewhere and
    not without it, or words are never broken in this text.
    """
    made = [parts[0]]
    for part in parts[1:]:
        first, second = made[-1].rstrip(), part.lstrip()
        kept, joint = _joint(first, second, words)
        made[-1] = first[:kept]
        made += [joint, second]
    return "".join(made)


def _joint(first: str, second: str, words: WordForms) -> tuple[int, str]:
    """How much of a line is kept, and what stands between it and the next."""
    if first.endswith("\u00ad"):
        return len(first) - 1, ""
    if cut := _cut(first, second):
        kept, whole = _bare(f"{cut[0]}-{cut[1]}"), _bare(cut[0] + cut[1])
        real = kept in words.met if words.broken else True
        return len(first) - (not (real and whole not in words.met)), ""
    hyphened = _stem(first) and second[:1].isupper()
    numbers = first[-2:-1].isdigit() and second[:1].isdigit() and first[-1:] in HYPHEN + "–"
    return len(first), "" if hyphened or numbers or first.endswith("—") else " "


def _cut(first: str, second: str) -> tuple[str, str] | None:
    """The halves of the word that a line's end cut, if there is a hyphen and small letters."""
    stem, after = _stem(first), WORD.match(second)
    if stem and after and second[0].islower() and after[0].lower() not in AND:
        return stem, after[0]
    return None


def _stem(line: str) -> str:
    """The letters (and hyphens) before a hyphen that ends a line; nothing if none does."""
    found = CUT_WORD.match(line[: -MOST_LETTERS - 1 : -1])
    return found[0][:0:-1].lstrip(HYPHEN) if found else ""


def _bare(word: str) -> str:
    return word.lower().replace("\u2010", "-").replace("\u2011", "-")


def _width(lines: Sequence[str], pairs: list[int]) -> tuple[int, bool]:
    """The width that lines were broken at, 0 where they weren't, and whether it is kept exactly.

    It is (as is usual in text of one character width) if no line would have had room for the first
    word of the next.
    """
    cut = [n for n in pairs if broken(lines[n], lines[n + 1])]
    if len(cut) < LEAST_BROKEN or len(cut) < LEAST_SHARE * len(pairs):
        return 0, False
    sizes = sorted(len(lines[n]) for n in cut)
    width = sizes[int(0.9 * (len(sizes) - 1))]
    strays = sum(_reach(lines[n], lines[n + 1]) <= NEAR * width for n in cut)
    longer = sum(len(line) > LONGER * width for line in lines)
    if width < NARROWEST or strays > MOST_STRAYS * len(cut) or longer > MOST_LONGER * len(lines):
        return 0, False
    widest = max(len(lines[n]) for n in pairs)
    exact = widest <= LONGER * width and all(
        _reach(lines[n], lines[n + 1]) > widest for n in cut if not _hyphened(lines[n])
    )
    return (widest, True) if exact else (width, False)


def _reach(first: str, second: str) -> int:
    """How long a line would be with the first word of the next."""
    return len(first.rstrip()) + 1 + len((second.split() or [""])[0])


def _hyphened(line: str) -> bool:
    return line.rstrip()[-1:] in {*HYPHEN, "\u00ad"}


def _goes_on(first: str, second: str, width: int, exact: bool) -> bool:
    reach = _reach(first, second)
    if broken(first, second):
        return reach > 0.7 * width
    if exact:
        return reach > width
    if second.lstrip()[:1].islower():  # after an abbreviation, or dots
        return reach > NEAR * width
    return not TERMINAL.search(first.rstrip()) and reach > 0.95 * width
