"""Codes put into a codebook as text: every other line and comment stays as somebody wrote it."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

import yaml

from insideout.problems import DataError, Problem
from insideout.schema import Loader

BOM = "\ufeff"


def with_code(text: str, code: Mapping[str, Any], parent: str = "", file: str = "") -> str:
    """A codebook's text with one more code, the last below `parent`, or at the top level.

    `code`: the keys of a code, `id` among them, in the order they are written; texts, numbers, yes
    or no, and lists of these. `file`: what messages call the codebook. What comes out is read
    again, and compared with what was meant. Raises DataError where the parent isn't there, or the
    text can't be edited.
    """
    body, mark = text.removeprefix(BOM), BOM if text.startswith(BOM) else ""
    root = yaml.compose(body, Loader)
    holder = root if not parent else _holder(_value(root, "codes"), parent)
    if not isinstance(holder, yaml.MappingNode):
        hint = "name a code of the codebook by its id, or none for the top level"
        raise DataError(Problem(file, None, "codes", "the parent of a new code", parent, hint))
    made = _edited(body, root, holder, code)
    ended = (body, f"{body}\n")  # a block of text that ends with the file gets its end of line
    if _read(made) not in [_meant(_read(as_read), parent, code) for as_read in ended]:
        listed = "; ".join(f"{key}: {value}" for key, value in code.items())
        where, hint = holder.start_mark.line + 1, f"put it in by hand: {listed}"
        found = "YAML that this program doesn't dare to edit"
        raise DataError(Problem(file, where, "codes", "a list of codes", found, hint))
    return mark + made


def _read(text: str) -> Any:
    try:
        return yaml.load(text, Loader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError:
        return None


def _meant(book: Any, parent: str, code: Mapping[str, Any]) -> Any:
    """The codebook's tree with the new code."""
    book = copy.deepcopy(book)
    queue = [book]
    while queue:
        holder = queue.pop()
        below = holder.get("codes") or []
        if (not parent and holder is book) or (
            holder is not book and str(holder.get("id")) == parent
        ):
            holder["codes"] = [*below, dict(code)]
            return book
        queue += [item for item in below if isinstance(item, dict)]
    return book


def _value(node: Any, key: str) -> Any:
    """The node of a mapping's value, or None."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _holder(codes: Any, parent: str) -> Any:
    """The node of the code with this id, at or below a node of codes; None where there is none."""
    for item in codes.value if isinstance(codes, yaml.SequenceNode) else []:
        name = _value(item, "id")
        if name is not None and name.value == parent:
            return item
        if (found := _holder(_value(item, "codes"), parent)) is not None:
            return found
    return None


def _edited(text: str, root: Any, holder: Any, code: Mapping[str, Any]) -> str:
    codes = _value(holder, "codes")
    if isinstance(codes, yaml.SequenceNode) and codes.flow_style:
        return _into_flow(text, codes, _flow(code))
    if holder.flow_style:
        return _into_flow(text, holder, f"codes: [{_flow(code)}]")
    if isinstance(codes, yaml.SequenceNode):
        dash, key = codes.start_mark.column, codes.value[0].start_mark.column
        return _after(text, _last_line(codes), _block(code, dash, max(key, dash + 2)))
    column = holder.start_mark.column
    dash = column + _step(root)
    block = _block(code, dash, dash + 2)
    if codes is None:
        return _after(text, _last_line(holder), [f"{' ' * column}codes:", *block])
    line = next(name.start_mark.line for name, value in holder.value if value is codes)
    cut = text[: codes.start_mark.index].rstrip(" ") + text[codes.end_mark.index :]
    return _after(text if codes.value == "" else cut, line, block)


def _step(root: Any) -> int:
    """How much further in than their key the file puts the dashes of its codes."""
    codes = _value(root, "codes")
    block = isinstance(codes, yaml.SequenceNode) and not codes.flow_style
    return codes.start_mark.column - root.start_mark.column if block else 0


def _into_flow(text: str, node: Any, item: str) -> str:
    """Text with one more item in [ ] or { }, after the last one."""
    if not node.value:
        at = node.start_mark.index + 1
    else:
        last = node.value[-1]
        at = (last[1] if isinstance(last, tuple) else last).end_mark.index
        item = f", {item}"
    return text[:at] + item + text[at:]


def _last_line(node: Any) -> Any:
    """The line, from 0, that the content of a node ends on: comments after it aren't content.

    A block's own end is where the next thing begins, past comments and empty lines.
    """
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        if not isinstance(last, tuple):
            return _last_line(last)
        name, value = last
        return max(name.end_mark.line, _last_line(value)) if _written(value) else name.end_mark.line
    end = node.end_mark
    before = end.column == 0 and end.line > node.start_mark.line
    return int(end.line) - before


def _written(node: Any) -> bool:
    """Whether a value stands in the text at all."""
    return bool(node.end_mark.index > node.start_mark.index)


def _after(text: str, line: int, block: list[str]) -> str:
    """Text with lines put in after a line, and after the remarks that are set in like its code's.

    They get the ends of lines that the text has.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [part + "\n" for part in text.split("\n")[:-1]] + [text.rpartition("\n")[2]]
    least = len(block[0]) - len(block[0].lstrip(" ")) + block[0].lstrip(" ").startswith("-")
    while line + 1 < len(lines) and re.match(rf" {{{least},}}#", lines[line + 1]):
        line += 1
    if line < len(lines) and not lines[line].endswith("\n"):
        lines[line] += end
    return "".join([*lines[: line + 1], *(row + end for row in block), *lines[line + 1 :]])


def _block(code: Mapping[str, Any], dash: int, key: int) -> list[str]:
    lines = [_pair(name, value) for name, value in code.items()]
    first = " " * dash + "-" + " " * (key - dash - 1) + lines[0]
    return [first, *(" " * key + line for line in lines[1:])]


def _pair(name: str, value: Any) -> str:
    """A key and its value on lines of their own; lists stand in [ ]."""
    if isinstance(value, list):
        return _flow({name: value})[1:-1]
    return _as_counted(yaml.safe_dump({name: value}, width=10**9, allow_unicode=True).rstrip("\n"))


def _flow(code: Mapping[str, Any]) -> str:
    """Keys and values in { }."""
    pairs = [
        yaml.safe_dump({key: value}, width=10**9, allow_unicode=True, default_flow_style=True)
        for key, value in code.items()
    ]
    return "{" + ", ".join(_as_counted(pair.rstrip("\n")[1:-1]) for pair in pairs) + "}"


def _as_counted(pair: str) -> str:
    """A version in double quotes, as codebooks have them: what looks like a number but is none."""
    return re.sub(r"^(\S+): '([\d.]+)'$", r'\1: "\2"', pair)
