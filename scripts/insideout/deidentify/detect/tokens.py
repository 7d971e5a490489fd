"""A text as tokens: one pass, offsets kept, labels and bracketed pseudonyms left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal


def words(text: str) -> frozenset[str]:
    """The words of a text that lists them, separated by spaces."""
    return frozenset(text.split())


Casing = Literal["cased", "mixed", "lower"]
# What is typed, pasted or recognised for an apostrophe; each is one code point, as is "'".
APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʻ＇`´′", "'"))
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?|\d+")
BRACKETED = re.compile(r"\[[^\[\]\n]{0,120}\]")
# A word after one of these begins a sentence, so that its capital says nothing.
ENDS_SENTENCE = frozenset('.?!:…"“”«»')
ABBREVIATED = words("mr mrs ms dr prof st rev hr fr")
# Written with a capital by those who write nothing else with one.
SELF = words("i i'm i've i'd i'll i's")
# Before `'ll` and the like, no names.
CONTRACTED = words(
    "i you he she it we they that there this these those who what how when where why here one"
    " might could would should must y o d everyone everybody somebody someone nobody anybody"
)
BESIDE = frozenset({" ", "-", "‑", "–"})
# Ends of sentences after which those who write capitals write one.
PLAIN = frozenset({". ", "? ", "! "})
HIDDEN = "\x00"  # stands for a letter that isn't searched


@dataclass
class Tokens:
    """The words and numbers of a text, one item each in every list.

    `start`, `end`: code points, an apostrophe-s of possession left out. `word`: as written, with
    straight apostrophes. `key`: case-folded. `owns`: with an apostrophe-s of possession.
    `gap`: what stands before it, since the token before. `first`: it begins a sentence. `capital`:
    it begins with a capital where capitals say something. `lower`: it stands in a turn without
    capitals. `loose`: names may lack their capital anywhere in the text. `small`: keys that stand
    somewhere without a capital, where it would say something.
    """

    text: str
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    word: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    owns: list[bool] = field(default_factory=list)
    gap: list[str] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    capital: list[bool] = field(default_factory=list)
    lower: list[bool] = field(default_factory=list)
    loose: bool = False
    small: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.start)

    def next_to(self, i: int) -> bool:
        """Whether token `i` follows the one before in the same phrase: by a space or hyphen."""
        return 0 < i < len(self.gap) and self.gap[i] in BESIDE

    def telling(self, i: int) -> bool:
        """Whether token `i` has a capital that says something."""
        return self.capital[i] and not self.lower[i]

    def before(self, i: int) -> str:
        """The key right before token `i`, a space between; else empty."""
        return self.key[i - 1] if i and self.gap[i] == " " else ""

    def after(self, i: int) -> str:
        """The key right after token `i`, a space between; else empty."""
        return self.key[i + 1] if i + 1 < len(self.gap) and self.gap[i + 1] == " " else ""

    def in_code(self, i: int) -> bool:
        """Whether letters are joined to digits, as in `fbb90`."""
        if i and self.gap[i] == "":
            return True
        return i + 1 < len(self.gap) and self.start[i + 1] == self.end[i]


def straight(text: str) -> str:
    """The text with straight apostrophes; offsets stay."""
    return text.translate(APOSTROPHES)


def composed(text: str) -> tuple[str, list[int] | None]:
    """The text in NFC with straight apostrophes, and where each of its characters began.

    The offsets are None where nothing moved; else they have one item more, the length.
    """
    if unicodedata.is_normalized("NFC", text):
        return straight(text), None
    parts: list[str] = []
    begins: list[int] = []
    here = 0
    while here < len(text):
        end = here + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        part = unicodedata.normalize("NFC", text[here:end])
        parts.append(part)
        begins += [here] * len(part)
        here = end
    return straight("".join(parts)), [*begins, len(text)]


def searched(text: str, labels: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text with labels as line breaks and brackets hidden, and what stood in brackets."""
    if labels:
        names = sorted({composed(label)[0] for label in labels if label}, key=len, reverse=True)
        if names:
            label = re.compile(rf"(?:^|(?<=\n\n))(?:{'|'.join(map(re.escape, names))}):(?=\s)")
            text = label.sub(lambda m: "\n" * len(m[0]), text)
    hidden = [m.span() for m in BRACKETED.finditer(text)]
    return BRACKETED.sub(lambda m: HIDDEN * len(m[0]), text), hidden


def tokens(text: str) -> Tokens:
    """The tokens of a text as `searched` gives it."""
    found = Tokens(text)
    last = 0
    key = ""
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        gap = text[last:start]
        first = begins(gap, key)
        owns = False
        if "'" in word:
            word, owns = bare(word)
            if not word:
                continue
        key = folded(word)
        found.start.append(start)
        found.end.append(start + len(word))
        found.word.append(word)
        found.key.append(key)
        found.owns.append(owns)
        found.gap.append(gap)
        found.first.append(first)
        found.capital.append(word[0].isupper())
        last = end
    mark_turns(found)
    found.loose = how_cased(found) != "cased"
    if not found.loose:
        small = zip(found.key, found.capital, found.lower, strict=True)
        found.small = frozenset(key for key, large, lower in small if not (large or lower))
    return found


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word's case-folded form; kept, since most words come again."""
    return word.casefold()


def bare(word: str) -> tuple[str, bool]:
    """A word without its apostrophe-s of possession or closing quote, and whether it had the s."""
    if word.endswith(("'s", "'S")):
        return word[:-2], True
    if word[0].isupper() and word.endswith(("'ll", "'d", "'ve")):
        stem = word[: word.rindex("'")]
        return (word, False) if stem.casefold() in CONTRACTED else (stem, False)
    if word.endswith("'"):
        return word[:-1], word[-2:-1] in {"s", "S"}
    return word, False


def begins(gap: str, before: str) -> bool:
    """Whether a word after `gap` begins a sentence; `before`: the key of the word before."""
    if gap == " ":
        return False
    if gap.startswith(". ") and before in ABBREVIATED:
        return False
    return not before or "\n" in gap or not ENDS_SENTENCE.isdisjoint(gap)


def mark_turns(found: Tokens) -> None:
    """Tell turns whose capitals say something from those without capitals, or with nothing else."""
    begin = 0
    count = len(found)
    found.lower = [False] * count
    for i in range(count + 1):
        if i < count and (i == begin or "\n\n" not in found.gap[i]):
            continue
        mark_turn(found, begin, i)
        begin = i


def mark_turn(found: Tokens, begin: int, end: int) -> None:
    """The same for the tokens of one turn; short turns go by those of the text, see `casing`."""
    letters = [i for i in range(begin, end) if found.word[i][0].isalpha()]
    large = sum(found.capital[i] and found.key[i] not in SELF for i in letters)
    shouted = sum(found.word[i].isupper() for i in letters)
    if len(letters) >= 6 and shouted > 0.8 * len(letters):
        lower = True
    else:
        lower = bool(letters) and not found.capital[letters[0]] and large <= 0.03 * len(letters)
    if lower:
        found.lower[begin:end] = [True] * (end - begin)


def casing(text: str) -> Casing:
    """Whether a text's capitals tell names.

    lower: under 3 % of its words begin with a capital (or four of five are all capitals, which
    says as little). mixed: more than 6 % of its sentences begin without one. Else cased.
    """
    return how_cased(tokens(straight(text)))


def how_cased(found: Tokens) -> Casing:
    """The same of tokens."""
    letters = [i for i, word in enumerate(found.word) if word[0].isalpha()]
    if not letters:
        return "cased"
    large = sum(map(found.capital.__getitem__, letters))
    shouted = sum(len(found.word[i]) > 1 and found.word[i].isupper() for i in letters)
    if large < 0.03 * len(letters) or shouted > 0.8 * len(letters):
        return "lower"
    starts = [i for i in letters if found.first[i] and found.gap[i] in PLAIN]
    little = sum(not found.capital[i] for i in starts)
    return "mixed" if little > 0.06 * len(starts) else "cased"
