"""Time stamps that people and transcription services write between the words of a transcript.

They become the times of turns and leave the text. A clock time that someone speaks of stays: in
the middle of a line only #00:01:23-4# and [00:01:23] count, and without brackets only a way of
writing that the transcript keeps to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from insideout.intake.labels import Piece, one_line_each
from insideout.intake.names import before_colon, plausible

LONG = r"\d{1,2}:[0-5]?\d:[0-5]?\d(?:[.,:]\d{1,3})?"  # hours, minutes, seconds, a part or frames
SHORT = r"\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"  # minutes and seconds: as well a time of day
HASHED = r"#\d{1,2}:[0-5]\d:[0-5]\d(?:[-.,]\d{1,3})?#"  # f4, MAXQDA
SQUARE, ROUND = rf"\[(?:{LONG}|{SHORT})\]", rf"\((?:{LONG}|{SHORT})\)"
STAMP = rf"(?P<stamp>{HASHED}|{SQUARE}|{ROUND}|(?<![\w:.])(?:{LONG}|{SHORT})(?![\d:]))"
ARROW = re.compile(
    rf"[\[(]?(?P<stamp>{LONG}|{SHORT}) ?-?-> ?(?P<end>{LONG}|{SHORT})[\])]?(?: (?P<rest>.*))?"
)
FRONT = re.compile(rf"{STAMP}(?P<rest>(?: ?[-–—|])? .*|)")
AFTER = re.compile(
    rf"(?P<label>\S.{{0,79}}?)(?P<colon>:?)(?:,? ?|:? | [-–—|] ){STAMP}(?P<more>:?)"
    r"(?: (?P<rest>.*))?"
)
INSIDE = re.compile(rf" ?(?:{HASHED}|\[{LONG}\])")
LAST = re.compile(rf" ?(?P<stamp>{HASHED}|{SQUARE}|\({LONG}\))$")
DIGIT = re.compile(r"\d:\d")
# Words before a time of day, which are no speakers.
HOURS = """
    at about around round until till til since from before after by between past to of kl kl.
    klockan klokken vid omkring cirka circa ca ca. ungefär runt före efter från innan ved rundt fra
    før etter mellan mellom
"""
AT = frozenset(HOURS.split())
# Shapes that nothing but time stamps has.
SURE = {"arrow", "marked alone", "marked text", "marked label:", "label marked:", "long alone"}
LEAST = 2  # lines of one shape that show it to be the transcript's way of writing
MOST_BACK = 0.1  # share of times that may go back where nothing but minutes and seconds stand


@dataclass(frozen=True)
class _Head:
    """What a line begins with: a stamp and, where `label` is given, a speaker. Lines of one `way`
    have the same shape. `text` is what is left of the line; `voice`: the label isn't part of it.
    """

    way: str
    start: float
    text: str = ""
    label: str = ""
    end: float | None = None
    voice: bool = False


def stamped(pieces: Sequence[Piece], known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """Pieces with the stamps of their lines as times, in seconds, and warnings.

    What begins with a label and a stamp becomes a piece of that voice. `[0:12] Anna:` becomes
    `Anna:`; whether that is a label is for the cut into turns to say.
    """
    if not any(DIGIT.search(piece.text) for piece in pieces):
        return list(pieces), []
    lines = one_line_each(pieces)
    heads = [None if line.voice else _head(line.text, known) for line in lines]
    heads = _kept_to(heads, lines, known)
    names = _after_arrows(heads, lines, known)
    made = _Made()
    for line, head in zip(lines, heads, strict=True):
        made.take(line, head, names)
    return made.pieces, made.warnings()


def seconds(stamp: str) -> float:
    """Seconds of a stamp: 83.4 of `#00:01:23-4#`; frames of a film are left out."""
    whole, _, part = re.sub(r"[.,-]", ".", stamp.strip("#[]()")).partition(".")
    total = 0.0
    for number in whole.split(":")[:3]:
        total = total * 60 + int(number)
    return total + float(f"0.{part or 0}")


def _head(line: str, known: Collection[str]) -> _Head | None:
    """The stamp a line begins with, before or after a label, if there is one."""
    if found := ARROW.fullmatch(line):
        end = seconds(found["end"])
        return _Head("arrow", seconds(found["stamp"]), found["rest"] or "", end=end)
    if found := FRONT.fullmatch(line):
        return _front(found["stamp"], found["rest"].lstrip(" -–—|"), known)
    found = AFTER.fullmatch(line)
    return _behind(found, known) if found and _name(found["label"], known) else None


def _behind(found: re.Match[str], known: Collection[str]) -> _Head | None:
    """A label and then a stamp."""
    label, rest = found["label"], found["rest"] or ""
    kind, start = _kind(found["stamp"]), seconds(found["stamp"])
    told = found["colon"] and kind in ("marked", "long")  # but `Anna: 10:30` is an answer
    if told or found["more"] or (rest and kind == "marked" and label in known):
        return _Head(f"label {kind}:", start, rest, label, voice=True)
    if rest and kind == "marked":
        return _Head("label before text", start, rest, label, voice=True)
    if found["colon"] or rest:
        return None
    return _Head(f"label {_bare(kind)} alone", start, "", label, voice=True)


def _front(stamp: str, rest: str, known: Collection[str]) -> _Head | None:
    kind, start = _kind(stamp), seconds(stamp)
    if not rest:
        return _Head(f"{kind} alone", start)
    if head := before_colon(rest, known):
        return _Head(f"{kind} label:", start, rest, head[0])
    if _name(rest, known):
        return _Head(f"{_bare(kind)} label alone", start, "", rest, voice=True)
    return _Head(f"{kind} text", start, rest) if kind in ("marked", "long") else None


def _kind(stamp: str) -> str:
    """How much a stamp looks like one: `round` and `short` may be times of day in speech."""
    if stamp[0] in "#[":
        return "marked"
    hours = stamp.count(":") > 1
    if stamp[0] == "(":
        return "marked" if hours else "round"
    return "long" if hours else "short"


def _bare(kind: str) -> str:
    """One shape for stamps without brackets: after an hour of minutes and seconds hours begin."""
    return "bare" if kind in ("long", "short") else kind


def _name(label: str, known: Collection[str]) -> bool:
    """Whether something that stands before or after a stamp can be a speaker."""
    if not AT.isdisjoint(label.casefold().split()):
        return False
    likely = label[0].isupper() or label[0].isdigit()
    return label in known or (likely and label[-1] not in ".!?,;…-" and plausible(label))


def _kept_to(
    heads: Sequence[_Head | None], lines: Sequence[Piece], known: Collection[str]
) -> list[_Head | None]:
    """The heads of the shapes that the transcript keeps to."""
    colons = Counter(
        found[0] for line, head in zip(lines, heads, strict=True)
        if not head and (found := before_colon(line.text, known))
    )  # fmt: skip
    labelled = sum(n for label, n in colons.items() if label in known or n >= LEAST)
    names = Counter(head.label or head.way for head in heads if head)
    by_way: dict[str, list[tuple[int, _Head]]] = {}
    for number, head in enumerate(heads):
        if head:
            by_way.setdefault(head.way, []).append((number, head))
    kept: list[_Head | None] = [None] * len(heads)
    for way, those in by_way.items():
        for number, head in _likely(way, those, names, known, labelled):
            kept[number] = head
    return kept


def _likely(
    way: str,
    heads: list[tuple[int, _Head]],
    names: Counter[str],
    known: Collection[str],
    labelled: int,
) -> list[tuple[int, _Head]]:
    """Those lines of one shape that hold time stamps. `names`: how often labels stand beside stamps
    (of any shape); `labelled`: lines with a label and no stamp.

    Speakers met once are taken where their time lies between those of their neighbours.
    """
    if way in SURE:
        return heads
    firm = [
        (n, h) for n, h in heads if h.label in known or names[h.label or way] >= LEAST
    ]  # fmt: skip
    times = [head.start for _, head in firm]
    steady = sum(b < a for a, b in pairwise(times)) <= MOST_BACK * len(times)
    listed = any(head.label in known for _, head in firm)
    several = len({head.label for _, head in heads}) > 1 or len(firm) > LEAST
    if way in {"short alone", "round alone"}:
        likely = steady and len(firm) > LEAST
    elif "marked" in way or not way.endswith(("alone", "before text")):
        likely = bool(firm)
    else:
        likely = bool(firm) and labelled <= len(firm) and (listed or (steady and several))
    return [*firm, *_between(heads, firm)] if likely else []


def _between(
    heads: list[tuple[int, _Head]], firm: list[tuple[int, _Head]]
) -> Iterator[tuple[int, _Head]]:
    """The other heads, where no time goes back from the one before or to the one after."""
    places = {number for number, _ in firm}
    starts = [0.0, *(head.start for _, head in heads), float("inf")]
    for place, (number, head) in enumerate(heads, 1):
        if number not in places and starts[place - 1] <= head.start <= starts[place + 1]:
            yield number, head


def _after_arrows(
    heads: Sequence[_Head | None], lines: Sequence[Piece], known: Collection[str]
) -> set[str]:
    """Names on the lines after `0:0:1.2 --> 0:0:3.4`, as Teams writes them."""
    after = Counter(
        line.text for head, line in zip(heads, lines[1:], strict=False)
        if head and head.way == "arrow" and not head.text
    )  # fmt: skip
    names = {text: n for text, n in after.items()
             if text in known or (n >= LEAST and _name(text, known))}  # fmt: skip
    return set(names) if 2 * sum(names.values()) > after.total() else set(names) & set(known)


class _Made:
    """Pieces as they are made; `start`, `end`: times that stood on lines of their own."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.start: float | None = None
        self.end: float | None = None
        self.arrow = False  # the line before held two times and nothing else
        self.stamps = 0

    def take(self, line: Piece, head: _Head | None, names: set[str]) -> None:
        """One line: its stamps out, its times noted."""
        arrow, self.arrow = self.arrow, False
        text, voice, sure = line.text, line.voice, line.sure
        if head:
            self.stamps += 1
            self.start, self.end, text = head.start, head.end, head.text
            self.arrow = head.way == "arrow" and not text
            if head.voice:
                voice, sure = head.label, True
        elif arrow and text in names:
            text, voice, sure = "", text, True
        last = LAST.search(text)
        text, gone = INSIDE.subn("", text[: last.start()] if last else text)
        self.stamps += gone + bool(last)
        if last:
            self.end = seconds(last["stamp"])
        if text or voice:
            same = text == line.text and self.start is None and self.end is None
            self.pieces.append(
                line if same
                else Piece(text.strip(), line.line, voice, sure, self.start, self.end)
            )  # fmt: skip
            self.start, self.end = (self.end if last else None), None

    def warnings(self) -> list[str]:
        """How many stamps left the text, and how many of them go back in time."""
        times = [piece.start for piece in self.pieces if piece.start is not None]
        back = sum(b < a for a, b in pairwise(times))
        said = [f"{self.stamps} time stamps taken out of the text"] if self.stamps else []
        return said + ([f"{back} time stamps are earlier than the one before"] if back else [])
