"""Words and tables as chapters have them: Markdown, and raw HTML where Markdown's tables end.

Whatever people wrote goes through `markdown` or `html`, which make every character literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

SYMBOLS = re.compile(r"([!-/:-@\[-`{-~])")  # all of ASCII's: pandoc lets every one be escaped
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
VALENCES = ("present", "absent", "mixed")
WORDS = {
    "present": "present", "absent": "absent", "mixed": "mixed", "coded": "told of",
    "not_told": "not told",
}  # fmt: skip


def folded(text: str) -> str:
    """Text on one line: white space folded, control characters (which no page can hold) dropped."""
    return " ".join(CONTROLS.sub(" ", text).split())


def markdown(text: str) -> str:
    """Text as Markdown that reads exactly as it is written: no mark-up, shortcodes or citations."""
    return SYMBOLS.sub(r"\\\1", folded(text))


def html(text: str) -> str:
    """Text as HTML that reads exactly as it is written, inside a raw block of a chapter."""
    safe = escape(folded(text), quote=True)
    return safe.replace("{", "&#123;").replace("`", "&#96;").replace("\\", "&#92;")


def mark(valence: str, word: str = "") -> str:
    """A status as HTML: its mark (filled, open or half dot) and its word."""
    kind = valence if valence in VALENCES else "not-told" if valence == "not_told" else ""
    told = html(word or WORDS.get(valence, valence))
    name = f"valence-{kind}" if kind in VALENCES else kind
    return f'<span class="{name}">{told}</span>' if name else told


def mark_md(valence: str, word: str = "") -> str:
    """As `mark`, in Markdown."""
    kind = valence if valence in VALENCES else "not-told" if valence == "not_told" else ""
    told = markdown(word or WORDS.get(valence, valence))
    name = f"valence-{kind}" if kind in VALENCES else kind
    return f"[{told}]{{.{name}}}" if name else told


# Tables


def pipe(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    align: str,
    caption: str = "",
    name: str = "",
    widths: Sequence[int] = (),
) -> str:
    """A pipe table of Markdown cells. `align`: l, r or c for each column; `widths` in per cent."""
    rules = {"l": ":---", "r": "---:", "c": ":---:"}
    lines = [_row(head), _row([rules[a] for a in align]), *(_row(row) for row in rows)]
    stated = f' tbl-colwidths="[{",".join(map(str, widths))}]"' if widths else ""
    lines += ["", f": {caption} {{#{name}{stated}}}"] if name else []
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def floating(name: str, table: str, caption: str) -> str:
    """An HTML table as a numbered float; `caption` is Markdown."""
    return f"::: {{#{name}}}\n```{{=html}}\n{table}\n```\n\n{caption}\n:::\n"


def table(
    head: Sequence[str], body: Iterable[str], classes: str = "", widths: Sequence[float] = ()
) -> str:
    """An HTML table; `head` holds the HTML of the head cells, `body` whole rows.

    `widths`: of the first columns, in per cent; the others share the rest.
    """
    rest = (100 - sum(widths)) / max(1, len(head) - len(widths))
    widths = [*widths, *[rest] * (len(head) - len(widths))] if widths else []
    columns = "".join(f'<col style="width: {width:.1f}%">' for width in widths)
    group = [f"<colgroup>{columns}</colgroup>"] if columns else []
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    kind = f' class="{classes}"' if classes else ""
    return "\n".join(
        [
            f"<table{kind}>",
            *group,
            f"<thead><tr>{cells}</tr></thead>",
            "<tbody>",
            *body,
            "</tbody></table>",
        ]
    )


def tr(cells: Iterable[str], row_head: str | None = None) -> str:
    """A row of finished cells, after an optional row head (HTML)."""
    first = f'<th scope="row">{row_head}</th>' if row_head is not None else ""
    return f"<tr>{first}{''.join(cells)}</tr>"


def td(content: str, classes: str = "", right: bool = False) -> str:
    """A cell of HTML."""
    kind = f' class="{classes}"' if classes else ""
    style = ' style="text-align: right"' if right else ""
    return f"<td{kind}{style}>{content}</td>"


def band(content: str, columns: int) -> str:
    """A row that heads the rows below it, across all columns."""
    return f'<tr><th scope="rowgroup" colspan="{columns}">{content}</th></tr>'


# Numbers


def number(value: float | None, digits: int = 0) -> str:
    """A number with thousands marked; "–" for none."""
    if value is None:
        return "–"
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")  # + 0: no minus nought


def share(value: float | None) -> str:
    """A share between 0 and 1, to two places and without the zero that can't be anything else."""
    if value is None:
        return "–"
    return f"{value:.2f}".removeprefix("0")


def p_value(value: float | None) -> str:
    """A p-value to three places: .191; below .001 only that much is said."""
    if value is None:
        return "–"
    return "< .001" if value < 0.001 else f"{min(value, 0.9995):.3f}".removeprefix("0")


def counted(n: int, one: str, several: str = "") -> str:
    """A count with its noun: 1 coder, 2 coders."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def capital(text: str) -> str:
    """A phrase as the beginning of a heading or sentence."""
    return text[:1].upper() + text[1:]
