"""Subtitles (vtt, srt), as recorders and speech recognition export them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from insideout.intake.canonical import folded
from insideout.intake.labels import Piece
from insideout.problems import DataError, Problem, shown

# A time as programs write it: hours are left out, zeros too, and before the start stands a minus.
TIME = r"(?:-?\d{1,6}:)?-?\d{1,2}:-?\d{1,2}[.,]\d{1,9}|-?\d{1,6}:-?\d{1,2}:-?\d{1,2}"
TIMES = re.compile(rf"\s*({TIME})\s*-->\s*({TIME})(?![\d:])(.*)")
SRT_TIME = re.compile(r"\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3}")
NUMBER = r"(?:[ \t]*\d+[ \t]*\n\s*)?"
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\s][^<>]*)>")
TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|lang|ruby|rt|font|span)\b[^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)
ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&lrm;": "", "&rlm;": "", "&quot;": '"',
            "&#39;": "'", "&apos;": "'", "&amp;": "&"}  # fmt: skip
ENTITY = re.compile("|".join(ENTITIES))
TOUCH = 0.011  # seconds between a cue and one that repeats it, in rolling captions


@dataclass(frozen=True)
class Cue:
    """One subtitle: times in seconds, its lines as they are in the file, where it begins there."""

    start: float
    end: float
    lines: tuple[str, ...]
    line: int | None


def pieces(text: str, form: str, file: Path) -> tuple[list[Piece], list[str]]:
    """What the cues of a vtt or srt file say, in their order, and warnings.

    Raises DataError for a file that isn't of that form, and for times that can't be read.
    """
    split = text.split("\n")
    times = _times(split, form, file)
    whole = "\n".join(split)
    cues = _vtt(whole, file) if form == "vtt" else _srt(whole, file)
    warnings = []
    if len(cues) == len(times):
        cues = [Cue(t.start, t.end, c.lines, t.line) for c, t in zip(cues, times, strict=True)]
        warnings = _strange(times)
    else:
        warnings = [f"{len(times)} lines with times, but {len(cues)} cues that could be read"]
    unrolled = list(_unrolled(cues))
    if gone := len(cues) - len(unrolled):
        warnings.append(f"{gone} cues that repeat the one before left out")
    return [piece for cue in unrolled for piece in _voices(cue)], warnings


def _times(split: list[str], form: str, file: Path) -> list[Cue]:
    """Cues without words yet, from the lines that hold times; these lines are put in order."""
    comma = "." if form == "vtt" else ","
    made, problems = [], []
    for number, line in enumerate(split, 1):
        if "-->" not in line and (form == "vtt" or len(SRT_TIME.findall(line)) != 2):
            continue
        found = TIMES.match(line)
        if not found:
            expected = f"times such as 00:01:02{comma}345 --> 00:01:02{comma}345"
            hint = "correct the line in the file, or export it again"
            problems.append(Problem(str(file), number, "", expected, shown(line), hint))
            continue
        cue = Cue(_seconds(found[1]), _seconds(found[2]), (), number)
        made.append(cue)
        start, end = (_written(time, comma) for time in (cue.start, cue.end))
        split[number - 1] = f"{start} --> {end}" + (found[3] if form == "vtt" else "")
    if problems:
        raise DataError(problems)
    return made


def _seconds(time: str) -> float:
    """Seconds of a time as written; a minus anywhere in it holds for all of it."""
    total = 0.0
    for part in time.replace("-", "").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(-total if "-" in time else total, 6)


def _written(time: float, comma: str) -> str:
    """A time as both forms have it, for the readers to know a cue by."""
    whole = min(max(int(time), 0), 359999)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{comma}000"


def _strange(times: list[Cue]) -> list[str]:
    """Times that can't be so, which are taken all the same."""
    counted = {
        "begin before 0": sum(cue.start < 0 for cue in times),
        "end before they begin": sum(cue.end < cue.start for cue in times),
        "begin before the one above": sum(b.start < a.start for a, b in pairwise(times)),
    }
    return [f"{count} cues {what}" for what, count in counted.items() if count]


def _vtt(text: str, file: Path) -> list[Cue]:
    from webvtt import WebVTT  # imported only for vtt files
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = WebVTT.from_string(text.lstrip("\n")).captions
    except MalformedFileError as error:
        found = shown(text.lstrip("\n").split("\n", 1)[0])
        hint = "export it again as WebVTT, or give it the ending of what it is"
        raise DataError(Problem(str(file), 1, "", "WEBVTT", found, hint)) from error
    except (MalformedCaptionError, ValueError, OverflowError) as error:
        raise DataError(Problem(str(file), None, "", "a WebVTT file", shown(error))) from error
    return [
        Cue(c.start_time.in_milliseconds() / 1000, c.end_time.in_milliseconds() / 1000,
            tuple(c.raw_text.split("\n")), None)
        for c in captions
    ]  # fmt: skip


def _srt(text: str, file: Path) -> list[Cue]:
    from pysubs2 import SSAFile  # imported only for srt files

    events = SSAFile.from_string(_renumbered(text), format_="srt", keep_html_tags=True)
    cues = [
        Cue(e.start / 1000, e.end / 1000, tuple(e.text.replace(r"\N", "\n").split("\n")), None)
        for e in events
    ]
    if not cues and folded(text):
        hint = "export it again as SubRip, or give it the ending of what it is"
        first = text.split("\n", 1)[0]
        raise DataError(Problem(str(file), 1, "", "numbered subtitles with times",
                                shown(first or "no times"), hint))  # fmt: skip
    return cues


def _renumbered(text: str) -> str:
    """Every cue with a number before it, and one after the last.

    pysubs2 takes digits at the end of a cue for the next one's number; so let there be one.
    """
    numbered = re.match(r"\s*\d+[ \t]*\n", text)
    times = r"([^\n]*\d[ \t]*-->[ \t]*\d)"
    text = re.sub("(?m)^" + (NUMBER if numbered else "") + times, r"\n0\n\1", text)
    return re.sub(r"\n\s*\n", "\n\n", text) + "\n\n0\n"


def _unrolled(cues: list[Cue]) -> Iterator[Cue]:
    """Cues without the lines that rolling captions carry over from the cue before.

    Only cues that touch or overlap in time: who says “Yes.” twice says it at two times.
    """
    before = Cue(0, float("-inf"), (), None)
    for cue in cues:
        full = [line for line in cue.lines if _voiced(line)]
        lines = tuple(map(_voiced, full))
        carried = 0
        if cue.start <= before.end + TOUCH:
            sizes = range(1, min(len(lines), len(before.lines)) + 1)
            carried = max((k for k in sizes if before.lines[-k:] == lines[:k]), default=0)
        before = replace(cue, lines=lines)
        if carried < len(lines) or not lines:
            yield replace(cue, lines=tuple(full[carried:]))


def _voiced(line: str) -> str:
    """A line for comparison: without tags, but with its voice."""
    return folded(TAG.sub("", VOICE.sub(r"\1: ", line)))


def _voices(cue: Cue) -> Iterator[Piece]:
    """What is said in a cue: a piece for each voice tag, and one for what stands before them."""
    before, *rest = VOICE.split("\n".join(cue.lines))
    for voice, text in [("", before), *zip(rest[::2], rest[1::2], strict=True)]:
        lines = [folded(_plain(line)) for line in text.split("\n")]
        if plain := "\n".join(line for line in lines if line):
            label = folded(_plain(voice))
            start, end = max(cue.start, 0.0), max(cue.end, cue.start, 0.0)
            yield Piece(plain, cue.line, label, bool(label), start, end)


def _plain(text: str) -> str:
    return ENTITY.sub(lambda entity: ENTITIES[entity[0]], TAG.sub("", text))
