"""The leak gate: every output is searched for what was masked, before it leaves the study.

Looked for: every name of the key and the roster, and the surname of a full name alone, whatever
its case, diacritics, apostrophes, hyphens, possessive or plural; the forename of a full name with
a capital inside a sentence, if it is no ordinary word; every number, address and postcode of the
key; and the structured patterns, in what people wrote or read.

What the gate can't see: a name that is an ordinary word (Grace, May) or has two letters only is
looked for with a capital inside a sentence alone, so not in lower case, in headings' first words
or where a sentence begins; dates and ages count by pattern alone; names that `allowed` holds
(words of the study, types that reviewers said are none) aren't looked for. All of these are
counted. A misspelling that nobody found, and who can be told by what is said of them, are beyond
any gate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from insideout.deidentify.forms import WORD, type_of
from insideout.deidentify.gate.outputs import Output
from insideout.deidentify.gate.sought import Sought, forms, plain, sought, stems
from insideout.deidentify.people import FIXED
from insideout.deidentify.span import Entry
from insideout.deidentify.spread import STARTS
from insideout.problems import DataError, Problem

MOST = 10  # leaks told of one file
NUMBER = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().-]{4,30}\d(?!\w)")
# What may be allowed as a whole, and shares of a table's cell such as (2.8).
PRINTED = re.compile(r"https?://[^\s<>\"]+|\(\d+\.\d+\)|[\w.:/-]*\d[\w.:/-]*")
# A number with decimals, as tables have them in rows; phone numbers don't have one point alone.
DECIMAL = re.compile(r"[-−]?(?:0|[1-9]\d{0,3})?\.\d{1,6}")
BRACKETED = re.compile(r"\[[^\[\]\n]{0,120}\]")  # a pseudonym, such as [age over 90]
CUT = re.compile(r"\[[^\[\]\n]*$|^[^\[\]\n]*\]")  # a part of one, where a quote's context ends
CONTEXT = ("prefix", "suffix")
YEAR = re.compile(r"(?:1[89]|20)\d\d[a-z]?")
HINT = (
    "if people wrote it, `python -m insideout mask STUDY`; if it stands in a transcript, add it to "
    "decisions.csv or roster.csv and run again; if it is none, `allow` it in the study file"
)


@dataclass(frozen=True)
class Leak:
    """Something that was to be masked, in an output. `what` never says the name itself."""

    file: str
    line: int | None
    column: str
    what: str


def gate(outputs: Iterable[Output], key: Iterable[Mapping[str, Any]], **more: Any) -> str:
    """Say what was looked for, or raise DataError with where names stand, ten to a file at most.

    `more`: as for `leaks`.
    """
    rows, files = list(key), list(outputs)
    wanted = sought(
        rows, **{k: v for k, v in more.items() if k not in ("languages", "structure", "later")}
    )
    found = leaks(files, rows, **more)
    by_file: dict[str, list[Leak]] = {}
    for leak in found:
        by_file.setdefault(leak.file, []).append(leak)
    problems: list[Problem] = []
    for file, there in by_file.items():
        problems += [
            Problem(file, leak.line, leak.column, "no identifier", leak.what, HINT)
            for leak in there[:MOST]
        ]
        if len(there) > MOST:
            more_of = f"{len(there) - MOST} more of the same sort"
            problems.append(Problem(file, None, "", "no identifier", more_of, HINT))
    if problems:
        raise DataError(problems)
    if not rows:
        return "searched for identifiers by their shape, none there"
    careful = f", {wanted.careful} of them with a capital only" if wanted.careful else ""
    return f"searched for {len(rows) - wanted.left} names of the key{careful}, none there"


def leaks(
    outputs: Iterable[Output],
    key: Iterable[Mapping[str, Any]],
    *,
    roster: Iterable[Entry] = (),
    allowed: Iterable[str] = (),
    careful: Iterable[str] = (),
    ordinary: Callable[[str], bool] | None = None,
    languages: Iterable[str] = ("en",),
    structure: bool = True,
    later: Iterable[Output] = (),
) -> list[Leak]:
    """Where outputs hold what was masked, by output and place.

    `allowed`: words of the study that are no leak: names of its units, dates and numbers that the
    report itself prints, what reviewers said is no name. `careful`: types that reviewers decided
    place by place. `ordinary` says of a case-folded word whether it is an ordinary one.
    `structure`: look for structured patterns of `languages`, too. `later`: outputs looked through
    last, so that they may still be made meanwhile; what they print or cite allows nothing.
    """
    files, spoken, touchy = list(outputs), sorted(set(languages)), [type_of(c) for c in careful]
    permitted = {type_of(word) for word in allowed}
    wanted = sought(key, roster=roster, allowed=permitted, careful=touchy, ordinary=ordinary)
    fine = permitted.union(touchy, *({type_of(p) for p in file.printed} for file in files))
    cited = _cited(files)
    paged = any(output.name.endswith(".html") for output in files)
    firsts = forms(wanted.names)

    @cache  # what stands on a page stands in a table too, and in the line that it is read from
    def told(text: str) -> list[str]:
        return [*_named(text, wanted, cited, firsts), *_numbers(text, wanted)]

    @cache
    def shaped(text: str, context: bool, run_on: bool) -> list[str]:
        return list(_patterns(text, spoken, fine, context=context, run_on=run_on))

    found: dict[Leak, None] = {}
    for output in chain(files, later):
        for passage in output.passages:
            whats = list(told(passage.text))
            if structure and passage.free:
                within = passage.column in CONTEXT
                whats += shaped(passage.text, within, paged and _run_on(output))
            for what in whats:
                found[Leak(output.name, passage.line, passage.column, what)] = None
    return list(found)


def _cited(files: Iterable[Output]) -> frozenset[tuple[str, ...]]:
    """Words of the references, and any three of them that stand together."""
    found: set[tuple[str, ...]] = set()
    for passage in (p for file in files for p in file.references):
        words = [m[0].casefold() for m in WORD.finditer(plain(passage))]
        found |= {(word,) for word in words} | set(zip(words, words[1:], words[2:], strict=False))
    return frozenset(found)


def _named(
    text: str, wanted: Sought, cited: Container[tuple[str, ...]], firsts: frozenset[str]
) -> Iterator[str]:
    """What stands for the names in a text, authors that it cites apart.

    `firsts`: the forms of the words that names begin with; most texts have none of them.
    """
    flat = plain(text)
    if firsts.isdisjoint(map(str.casefold, WORD.findall(flat))):
        return
    words = [(m[0], m.start(), m.end()) for m in WORD.finditer(flat)]
    lower = [word.casefold() for word, _, _ in words]
    for at, word in enumerate(lower):
        for stem in stems(word):
            for phrase, what, usual in wanted.names.get(stem, ()):
                if (
                    _same(phrase, lower, at)
                    and not (usual and not _capital(flat, words, at, len(phrase)))
                    and not _is_citation(lower, at, cited)
                ):
                    yield what


def _is_citation(lower: Sequence[str], at: int, cited: Container[tuple[str, ...]]) -> bool:
    """Whether a word stands as in the references, or before a year and is an author there."""
    if (lower[at],) not in cited:
        return False
    near = (tuple(lower[max(0, first) : first + 3]) for first in (at - 2, at - 1, at))
    return any(three in cited for three in near) or any(
        YEAR.fullmatch(word) for word in lower[at + 1 : at + 4]
    )


def _same(phrase: Sequence[str], lower: Sequence[str], at: int) -> bool:
    """Whether the words of a phrase stand there, the last one in any of its forms."""
    there = tuple(lower[at : at + len(phrase)])
    if len(there) < len(phrase) or tuple(phrase[:-1]) != there[:-1]:
        return False
    return phrase[-1] in stems(there[-1])


def _capital(flat: str, words: Sequence[tuple[str, int, int]], at: int, length: int) -> bool:
    """Whether words are written with capitals where no sentence begins."""
    there = words[at : at + length]
    if not all(word[:1].isupper() for word, _, _ in there):
        return False
    return STARTS.search(flat[max(0, there[0][1] - 8) : there[0][1]]) is None


def _numbers(text: str, wanted: Sought) -> Iterator[str]:
    """What stands for the numbers of the key in a text, however they are grouped."""
    if wanted.digits:
        for match in NUMBER.finditer(text):
            pseudonym = wanted.digits.get("".join(c for c in match[0] if c.isdigit()))
            if pseudonym:
                yield f"what stood for {pseudonym}"


def _run_on(output: Output) -> bool:
    """Whether the cells of a row are one line of an output's text, as in a PDF."""
    return output.name.endswith((".pdf", "search-data.js"))


def _patterns(
    text: str, languages: Iterable[str], fine: Container[str], *, context: bool, run_on: bool
) -> Iterator[str]:
    """What looks like an identifier by its shape alone, and isn't printed by the report itself.

    `context`: the text ends where a quote begins, or begins where it ends. `run_on`: it runs the
    cells of a row together, so that amounts side by side look like a number of somebody; numbers
    are then looked for on the pages alone, which have the same words.
    """
    from insideout.deidentify.detect.structured import structured

    text = BRACKETED.sub(lambda match: "\0" * len(match[0]), text)
    if context:
        text = CUT.sub(lambda match: "\0" * len(match[0]), text)
    text = PRINTED.sub(lambda match: _blank(match[0], fine), text)
    spans = {span for code in languages for span in structured(text, code)}
    done = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= done and type_of(text[span.start : span.end]) not in fine:
            done = span.end
            if run_on and span.kind in ("number", "phone"):
                continue
            yield f"what looks like {FIXED.get(span.kind, span.kind).strip('[]')}"


def _blank(token: str, fine: Container[str]) -> str:
    """An address, date or number that is allowed, blanked: beside another it looked like one."""
    bare = token.strip(",;:()").removesuffix(".")
    known = type_of(token.strip(".,;:()")) in fine or token[0] == "(" or DECIMAL.fullmatch(bare)
    return "\0" * len(token) if known else token
