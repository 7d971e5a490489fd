"""Who speaks: speakers' labels at the start of lines, and the turns they cut a transcript into."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from insideout.intake.canonical import Turn, folded
from insideout.schema import did_you_mean

LONGEST, MOST_WORDS = 40, 4
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
) -> Cut:
    """Cut pieces into turns at known labels.

    `others`: labels found by rule count too. `fold`: a near miss of a known label is read as that.
    `subtitles`: lines of a cue and cues of a speaker are running text, not paragraphs.
    """
    known = {folded(label) for label in known} - {""}
    made = Cut()
    accepted = _judged(_starts(pieces, known, subtitles), known, made, others=others, fold=fold)
    turns = _Turns(subtitles)
    for piece in pieces:
        _take(piece, known, accepted, turns)
    made.turns = turns.done()
    made.read_as = {label: known for label, known in accepted.items() if label != known}
    if turns.silent:
        made.warnings.append(f"{turns.silent} labels without words after them left out")
    return made


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
    if len(label) > LONGEST or not 0 < len(words) <= MOST_WORDS:
        return False
    if not any(c.isalpha() for c in label) or any(c in '?!;"“”«»…<>=/\\' for c in label):
        return False
    if "_".join(words) in NO_LABEL:
        return False
    return NO_NAME.isdisjoint(word.strip(",.'’") for word in words)


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


class _Turns:
    """Turns as they are put together."""

    def __init__(self, subtitles: bool) -> None:
        self.subtitles = subtitles
        self.turns: list[tuple[str, list[str], list[float]]] = []

    def open(self, label: str) -> None:
        """Begin a turn; in subtitles, a speaker who goes on goes on with the same."""
        if not (self.subtitles and self.turns and self.turns[-1][0] == label):
            self.turns.append((label, [], []))

    def add(self, line: str, piece: Piece) -> None:
        """Put a line to the turn that is open."""
        if not self.turns:
            self.turns.append(("", [], []))
        self.turns[-1][1].extend([line] if line else [])
        self.turns[-1][2].extend(t for t in (piece.start, piece.end) if t is not None)

    def done(self) -> list[Turn]:
        """The turns that hold words; the others are counted in `silent`."""
        joint = " " if self.subtitles else "\n"
        full = [turn for turn in self.turns if turn[1]]
        self.silent = len(self.turns) - len(full)
        return [
            Turn(label, joint.join(lines), times[0] if times else None, max(times, default=None))
            for label, lines, times in full
        ]


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
