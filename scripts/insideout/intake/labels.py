"""Who speaks: speakers' labels at the start of lines, and the turns they cut a transcript into."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from insideout.intake.canonical import Turn, folded
from insideout.intake.names import before_colon, near_miss, plausible
from insideout.schema import did_you_mean

__all__ = ["Cut", "Piece", "Stranger", "before_colon", "cut", "headed", "near_miss",
           "one_line_each", "plausible"]  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A paragraph or subtitle as read. `voice`: the speaker by a tag or a table's first column;
    `sure`: nothing but a speaker stands there. `line` is its place in the file.
    """

    text: str
    line: int | None
    voice: str = ""
    sure: bool = False
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class Stranger:
    """A label that isn't known: before how many turns it stands, and on which line first."""

    label: str
    turns: int
    line: int | None


@dataclass
class Cut:
    """A transcript cut into turns. `read_as`: the known label that a slip of it stands for; the
    turn keeps the label as it is written, for the text is what people quote from.
    """

    turns: list[Turn] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    read_as: dict[str, str] = field(default_factory=dict)


@dataclass
class _Start:
    count: int
    line: int | None
    sure: bool


def cut(
    pieces: list[Piece],
    known: Collection[str],
    *,
    others: bool,
    fold: bool,
    subtitles: bool = False,
    goes_on: bool = False,
) -> Cut:
    """Cut pieces into turns at known labels.

    `others`: labels found by rule count too. `fold`: a near miss of a known label is read as that.
    `subtitles`: lines of a cue and cues of a speaker are running text, not paragraphs. `goes_on`:
    pieces of a speaker that follow each other are one turn (in subtitles they always are).
    """
    known = {folded(label) for label in known} - {""}
    made = Cut()
    accepted = _judged(_starts(pieces, known, subtitles), known, made, others=others, fold=fold)
    turns = _Turns(subtitles, goes_on or subtitles)
    for piece in pieces:
        _take(piece, known, accepted, turns)
    made.turns = turns.done()
    made.read_as = {label: known for label, known in accepted.items() if label != known}
    if turns.silent:
        made.warnings.append(f"{turns.silent} labels without words after them left out")
    return made


def one_line_each(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces of one line; a piece's voice is that of its first line."""
    lines: list[Piece] = []
    for piece in pieces:
        first, *more = piece.text.split("\n")
        lines.append(replace(piece, text=first) if more else piece)
        lines += [replace(piece, text=line, voice="") for line in more]
    return lines


def headed(pieces: list[Piece], known: Collection[str]) -> list[Piece]:
    """Pieces in which a known label alone on a line is the voice of what follows.

    A slip of one is, too. Only where no known label has a colon or a voice tag: a transcript keeps
    to one way, and a name alone on a line is else an answer.
    """
    known = {folded(label) for label in known} - {""}
    lines = one_line_each(pieces)
    alone = {line.text for line in lines if not line.voice and line.text in known}
    heads = (before_colon(line.text, known) for line in lines)
    if not alone or any(line.voice in known for line in lines):
        return pieces
    if any(head and head[0] in known for head in heads):
        return pieces
    slips = {line.text for line in lines if line.text not in known and plausible(line.text)}
    alone |= {text for text in slips if near_miss(text, known)}
    return [
        replace(line, text="", voice=line.text, sure=True)
        if not line.voice and line.text in alone else line
        for line in lines
    ]  # fmt: skip


def _starts(pieces: Iterable[Piece], known: Collection[str], subtitles: bool) -> dict[str, _Start]:
    """Every label that lines (or cues) begin with."""
    starts: dict[str, _Start] = {}
    for piece in pieces:
        found = [piece.voice] if piece.voice else []
        if not piece.voice:
            lines = piece.text.split("\n")
            heads = [before_colon(line, known) for line in (lines[:1] if subtitles else lines)]
            found = [head[0] for head in heads if head]
        for label in found:
            start = starts.setdefault(label, _Start(0, piece.line, False))
            start.count += 1
            start.sure |= piece.sure
    return starts


def _judged(
    starts: dict[str, _Start], known: Collection[str], made: Cut, *, others: bool, fold: bool
) -> dict[str, str]:
    """Which labels count, each with the label it is read as."""
    often = {label for label, start in starts.items() if start.sure or start.count > 1}
    sound = set(known) | (often if others else set())  # what a label met once can be a slip of
    accepted = {label: label for label in starts if label in known}
    once = []
    for label, start in starts.items():
        if label in known:
            continue
        near = near_miss(label, known if label in often else sound)
        if near and fold:
            accepted[label] = near
            made.warnings.append(f"label {label!r} ({_counted(start)}) is read as {near!r}")
        elif label in often:
            if others or start.sure:
                accepted[label] = label
            if known and not others:
                made.strangers.append(Stranger(label, start.count, start.line))
                made.warnings.append(_stranger(label, start, known))
        elif near or all(word[:1].isupper() for word in label.split()):
            once.append(repr(label) + (f" (did you mean {near!r}?)" if near else ""))
    if accepted and once:
        listed = ", ".join(once[:10]) + (", …" if len(once) > 10 else "")
        made.warnings.append(f"stands before one turn only, read as speech: {listed}")
    return accepted


def _stranger(label: str, start: _Start, known: Collection[str]) -> str:
    guess = did_you_mean(label, sorted(known)).replace("`", "'")
    guess = guess if guess.startswith("did") else "add it there if it is a speaker"
    return f"label {label!r} stands before {_counted(start)} and is not in speakers.csv; {guess}"


def _counted(start: _Start) -> str:
    return f"{start.count} turn{'s' if start.count != 1 else ''}"


@dataclass
class _Open:
    label: str
    lines: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)


class _Turns:
    """Turns as they are put together."""

    def __init__(self, subtitles: bool, goes_on: bool) -> None:
        self.joint = " " if subtitles else "\n"
        self.goes_on = goes_on
        self.turns: list[_Open] = []

    def open(self, label: str) -> None:
        """Begin a turn, or go on with the one of the same speaker."""
        if not (self.goes_on and self.turns and self.turns[-1].label == label):
            self.turns.append(_Open(label))

    def add(self, line: str, piece: Piece) -> None:
        """Put a line to the turn that is open."""
        if not self.turns:
            self.turns.append(_Open(""))
        turn = self.turns[-1]
        turn.lines += [line] if line else []
        turn.starts += [piece.start] if piece.start is not None else []
        turn.ends += [piece.end] if piece.end is not None else []

    def done(self) -> list[Turn]:
        """The turns that hold words; the others are counted in `silent`.

        A turn without an end ends where the next begins, if that is told. What lies before its
        start is no end.
        """
        full = [turn for turn in self.turns if turn.lines]
        self.silent = len(self.turns) - len(full)
        made = []
        for turn, after in zip(full, [*full, _Open("")][1:], strict=True):
            start = turn.starts[0] if turn.starts else None
            ends = turn.ends or after.starts[:1]
            end = max((end for end in ends if start is None or end >= start), default=None)
            if start is None and not turn.ends:
                end = None
            made.append(Turn(turn.label, self.joint.join(turn.lines), start, end))
        return made


def _take(piece: Piece, known: Collection[str], accepted: dict[str, str], turns: _Turns) -> None:
    lines = piece.text.split("\n")
    tagged = piece.voice in accepted
    if tagged:
        turns.open(piece.voice)
    elif piece.voice:
        lines.insert(0, piece.voice)
    for number, line in enumerate(lines):
        head = None if tagged and number == 0 else before_colon(line, known)
        if head and head[0] in accepted:
            turns.open(head[0])
            turns.add(head[1], piece)
        else:
            turns.add(line, piece)
