"""Subtitles (vtt, srt), as recorders and speech recognition export them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from insideout.intake.canonical import folded
from insideout.intake.labels import Piece
from insideout.problems import DataError, Problem, shown

VTT_TIMES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{1,2}\.\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}\.\d")
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
    """One subtitle: seconds, its lines as they are in the file, and where it begins there."""

    start: float
    end: float
    lines: tuple[str, ...]
    line: int | None


def pieces(text: str, form: str, file: Path) -> tuple[list[Piece], list[str]]:
    """What the cues of a vtt or srt file say, in their order, and warnings.

    Raises DataError for a file that isn't of that form, and for times that can't be read.
    """
    cues, warnings = (_vtt if form == "vtt" else _srt)(text, file)
    unrolled = list(_unrolled(cues))
    if gone := len(cues) - len(unrolled):
        warnings.append(f"{gone} cues that repeat the one before left out")
    return [piece for cue in unrolled for piece in _voices(cue)], warnings


def _vtt(text: str, file: Path) -> tuple[list[Cue], list[str]]:
    from webvtt import WebVTT  # imported only for vtt files
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    split = text.split("\n")
    times = [n for n, line in enumerate(split, 1) if "-->" in line]
    _check_times(split, times, lambda s: bool(VTT_TIMES.match(s)), "00:01:02.345", file)
    try:
        captions = WebVTT.from_string(text.lstrip("\n")).captions
    except MalformedFileError as error:
        found = shown(text.lstrip("\n").split("\n", 1)[0])
        hint = "export it again as WebVTT, or give it the ending of what it is"
        raise DataError(Problem(str(file), 1, "", "WEBVTT", found, hint)) from error
    except (MalformedCaptionError, ValueError, OverflowError) as error:
        raise DataError(Problem(str(file), None, "", "a WebVTT file", shown(error))) from error
    cues = [
        Cue(c.start_time.in_milliseconds() / 1000, c.end_time.in_milliseconds() / 1000,
            tuple(c.raw_text.split("\n")), None)
        for c in captions
    ]  # fmt: skip
    return _numbered(cues, times)


def _srt(text: str, file: Path) -> tuple[list[Cue], list[str]]:
    from pysubs2 import SSAFile  # imported only for srt files

    split = text.split("\n")
    times = [n for n, s in enumerate(split, 1) if "-->" in s or len(SRT_TIME.findall(s)) == 2]
    _check_times(split, times, _srt_times, "00:01:02,345", file)
    events = SSAFile.from_string(_renumbered(text), format_="srt", keep_html_tags=True)
    cues = [
        Cue(e.start / 1000, e.end / 1000, tuple(e.text.replace(r"\N", "\n").split("\n")), None)
        for e in events
    ]
    if not cues and folded(text):
        hint = "export it again as SubRip, or give it the ending of what it is"
        raise DataError(Problem(str(file), 1, "", "numbered subtitles with times",
                                shown(split[0] or "no times"), hint))  # fmt: skip
    return _numbered(cues, times)


def _srt_times(line: str) -> bool:
    return "-->" in line and len(SRT_TIME.findall(line)) == 2


def _renumbered(text: str) -> str:
    """Every cue with a number before it, and one after the last.

    pysubs2 takes digits at the end of a cue for the next one's number; so let there be one.
    """
    numbered = re.match(r"\s*\d+[ \t]*\n", text)
    times = r"([^\n]*\d[ \t]*-->[ \t]*\d)"
    text = re.sub("(?m)^" + (NUMBER if numbered else "") + times, r"\n0\n\1", text)
    return re.sub(r"\n\s*\n", "\n\n", text) + "\n\n0\n"


def _check_times(
    split: list[str], times: list[int], good: Callable[[str], bool], example: str, file: Path
) -> None:
    hint = "correct the line in the file, or export it again"
    expected = f"times such as {example} --> {example}"
    problems = [
        Problem(str(file), n, "", expected, shown(split[n - 1]), hint)
        for n in times
        if not good(split[n - 1])
    ]
    if problems:
        raise DataError(problems)


def _numbered(cues: list[Cue], times: list[int]) -> tuple[list[Cue], list[str]]:
    """Cues with their lines in the file; a warning where some weren't read."""
    if len(cues) == len(times):
        return [replace(c, line=n) for c, n in zip(cues, times, strict=True)], []
    return cues, [f"{len(times)} lines with times, but {len(cues)} cues that could be read"]


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
            yield Piece(plain, cue.line, label, bool(label), cue.start, cue.end)


def _plain(text: str) -> str:
    return ENTITY.sub(lambda entity: ENTITIES[entity[0]], TAG.sub("", text))
