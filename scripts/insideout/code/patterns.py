"""Patterns of a codebook: words or spaCy Matcher tokens by which a code may be suggested.

They are checked against the part of spaCy's schema for token patterns that works with every
pipeline, without importing spaCy. Attributes that a tagger, parser or recogniser of names must
have set (POS, TAG, MORPH, DEP, ENT_TYPE) are refused: on other pipelines spaCy raises an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from insideout.code.book import Lines, book_of
from insideout.problems import DataError, Problem, shown
from insideout.schema import did_you_mean

Pattern = str | list[dict[str, Any]]
Fault = tuple[str, str, str]  # expected, found, hint

TEXTS = ("LEMMA", "LOWER", "ORTH", "TEXT", "NORM", "SHAPE")
NUMBERS = ("LENGTH",)
FLAGS = (
    "SPACY", "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT",
    "IS_SPACE", "IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT", "IS_RIGHT_PUNCT", "IS_CURRENCY",
    "IS_STOP", "IS_SENT_START", "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL",
)  # fmt: skip
KNOWN = (*TEXTS, *NUMBERS, *FLAGS, "OP")
TRAINED = ("POS", "TAG", "MORPH", "DEP", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID")
LISTS = ("IN", "NOT_IN", "IS_SUBSET", "IS_SUPERSET", "INTERSECTS")
NESTED = ("REGEX", "FUZZY", *(f"FUZZY{n}" for n in range(1, 10)))
COMPARED = ("==", "!=", ">=", "<=", ">", "<")
OPERATOR = re.compile(r"[!+?*]|\{\d+\}|\{\d+,\d*\}|\{\d*,\d+\}")
FORM = "a text (words, matched by their dictionary forms) or a list of token patterns"
NOTHING = "nothing to match"


def patterns_of(
    file: Path, columns: dict[str, str] | None = None, *, retired: bool = False
) -> dict[str, list[Pattern]]:
    """The patterns of each code that has any, by its id, in the order of the codebook.

    `columns`: as for `read_codebook`; a table of paths has no patterns. `retired`: also those of
    codes no longer in use. Raises DataError with every malformed pattern and its line.
    """
    if columns is not None or file.suffix.lower() in (".csv", ".tsv"):
        return {}
    book, lines = book_of(file)
    found: dict[str, list[Pattern]] = {}
    problems: list[Problem] = []
    for item, here in items_of(book.get("codes"), ("codes",)):
        given = item.get("patterns")
        problems += pattern_problems(given, str(item.get("id")), here, str(file), lines)
        if given and item.get("id") and (retired or not item.get("retired")):
            found[str(item["id"])] = plain(given)
    if problems:
        raise DataError(problems)
    return found


def items_of(items: Any, at: tuple[Any, ...]) -> Iterator[tuple[dict[str, Any], tuple[Any, ...]]]:
    """The codes of a codebook's tree that are mappings, with their paths, parents first."""
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield item, (*at, index)
            yield from items_of(item.get("codes"), (*at, index, "codes"))


def plain(given: Any) -> list[Pattern]:
    """Patterns as they are passed on: white space in those of words folded."""
    kept = given if isinstance(given, list) else []
    return [" ".join(pattern.split()) if isinstance(pattern, str) else pattern for pattern in kept]


def pattern_problems(
    given: Any, code: str, here: tuple[Any, ...], file: str, lines: Lines
) -> list[Problem]:
    """What is wrong with the patterns of a code, which stands at the path `here`."""
    at = (*here, "patterns")
    first = lines.get(at, lines.get(here))
    if given is not None and not isinstance(given, list):
        hint = "put a hyphen before each pattern"
        return [Problem(file, first, f"{code}.patterns", "a list of patterns", shown(given), hint)]
    return [
        Problem(file, lines.get((*at, number), first), f"{code}.patterns.{number + 1}", *fault)
        for number, pattern in enumerate(given or ())
        for fault in faults(pattern)
    ]


def faults(pattern: Any) -> list[Fault]:
    """What is wrong with one pattern: expected, found, hint."""
    if isinstance(pattern, str):
        return [] if pattern.strip() else [(FORM, "an empty text", "delete it, or fill it in")]
    if isinstance(pattern, dict):
        return [(FORM, shown(pattern), "put the tokens in square brackets: [{LEMMA: see}]")]
    if not isinstance(pattern, list):
        kind = "put it in quotation marks" if pattern is not None else "delete it, or fill it in"
        return [(FORM, "nothing" if pattern is None else shown(pattern), kind)]
    if not pattern:
        return [(FORM, "an empty list", "delete it, or put tokens into it")]
    found = [fault for token in pattern for fault in _token_faults(token)]
    says_something = any(isinstance(token, dict) and set(token) - {"OP"} for token in pattern)
    if not found and not says_something:
        hint = "tokens without an attribute fit any word: add LEMMA or LOWER to one"
        found = [("a token that says which word it fits", shown(pattern), hint)]
    return found


def _token_faults(token: Any) -> list[Fault]:
    if not isinstance(token, dict):
        hint = "write a token as {LEMMA: see}"
        return [("a token: attributes with their values", shown(token), hint)]
    return [fault for key, value in token.items() for fault in _attribute_faults(key, value)]


def _attribute_faults(key: Any, value: Any) -> list[Fault]:
    if key in TEXTS:
        return _text_faults(key, value)
    if key in NUMBERS:
        return _number_faults(key, value)
    if key in FLAGS:
        good = isinstance(value, bool)
        return [] if good else [(f"{key}: true or false", shown(value), "")]
    if key == "OP":
        good = isinstance(value, str) and OPERATOR.fullmatch(value) is not None
        wanted = 'OP: one of "!", "+", "?", "*", "{n}", "{n,m}", "{n,}", "{,m}"'
        return [] if good else [(wanted, shown(value), "put it in quotation marks")]
    expected = "a spaCy attribute that every pipeline knows: " + ", ".join(KNOWN)
    if str(key).upper() in TRAINED:
        hint = "only some trained pipelines set it: use LEMMA, LOWER or SHAPE"
        return [(expected, shown(key), hint)]
    upper = str(key).upper()
    hint = f"write it in capitals: {upper}" if upper in KNOWN else did_you_mean(upper, KNOWN)
    return [(expected, shown(key), hint)]


def _text_faults(name: str, value: Any) -> list[Fault]:
    if isinstance(value, str):
        empty = f"delete {name}, or fill it in"
        return [] if value else [(f"{name}: a text", NOTHING, empty)]
    if not isinstance(value, dict) or not value:
        wanted = f"{name}: a text, or conditions such as {{IN: [same, usual]}}"
        unquoted = isinstance(value, int | float)  # YAML reads no, yes and 1 as other than text
        hint = "put it in quotation marks" if unquoted else ""
        return [(wanted, _as_written(value), hint)]
    found: list[Fault] = []
    for key, inner in value.items():
        if key in LISTS:
            found += _list_faults(f"{name} {key}", inner, str, "texts")
        elif key == "REGEX" and isinstance(inner, str):
            found += _regex_faults(name, inner)
        elif key == "REGEX" and isinstance(inner, dict) and set(inner) & set(NESTED):
            wanted = f"{name} REGEX: an expression, or IN and the like with some"
            found.append((wanted, _as_written(inner), "REGEX and FUZZY don't go together"))
        elif key in NESTED:
            found += _text_faults(f"{name} {key}", inner)
        else:
            found.append(_unknown(name, key, (*LISTS, *NESTED)))
    return found


def _number_faults(name: str, value: Any) -> list[Fault]:
    if _is_number(value):
        return []
    if not isinstance(value, dict) or not value:
        wanted = f'{name}: a number, or conditions such as {{">=": 10}}'
        return [(wanted, _as_written(value), "")]
    found: list[Fault] = []
    for key, inner in value.items():
        if key in LISTS:
            found += _list_faults(f"{name} {key}", inner, int, "whole numbers")
        elif key not in COMPARED:
            found.append(_unknown(name, key, (*COMPARED, *LISTS)))
        elif not _is_number(inner):
            found.append((f"{name} {key}: a number", _as_written(inner), ""))
    return found


def _list_faults(name: str, value: Any, kind: type, what: str) -> list[Fault]:
    good = isinstance(value, list) and all(
        isinstance(item, kind) and not isinstance(item, bool) for item in value
    )
    if good and value:
        return []
    hint = "put texts such as no, yes and 1 in quotation marks" if kind is str else ""
    return [(f"{name}: a list of {what}", _as_written(value), hint)]


def _regex_faults(name: str, value: str) -> list[Fault]:
    try:
        re.compile(value)
    except re.error as error:
        hint = "a character such as ( or * must have a backslash before it to mean itself"
        return [(f"{name} REGEX: a regular expression", f"{shown(value)} ({error})", hint)]
    return [] if value else [(f"{name} REGEX: a regular expression", NOTHING, "")]


def _unknown(name: str, key: Any, known: tuple[str, ...]) -> Fault:
    expected = f"{name}: a condition, one of " + ", ".join(known)
    return expected, shown(key), did_you_mean(str(key), known)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_written(value: Any) -> str:
    return "nothing" if value is None else shown(value)
