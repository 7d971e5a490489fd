"""The codebook as a chapter: what every code means, and what became of those no longer in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from insideout.code.versions import became
from insideout.report.data import Data, Records, words
from insideout.report.evidence import Evidence, code_anchor, spelled
from insideout.report.markup import counted, floating, html, listed, markdown, number, table
from insideout.report.markup import td as cell
from insideout.report.markup import tr as row_of

NOTES = {
    "unused": ("Never used", "no coding has them"),
    "no_definition": ("Without a definition", "only their names say what they mean"),
    "one_child": ("Themes of a single code", "perhaps the theme and its code are one"),
    "same_path": ("Equal names below one parent", "readers can't tell them apart"),
    "retired_used": ("Retired, with codings still", "these wait to be recoded"),
}
CHANGES = {
    "merged": "now {stand} under the code that {their} own was merged into",
    "retired": "{was} set aside, for {their} code was retired without a successor",
    "split": "{stay} under a code that was split, until somebody recodes {them}",
}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's parts by name."""
    changes = data.coding.get("code_changes", ())
    return {
        "codebook": codebook(data),
        "codebook-retired": retired(data, evidence, changes),
        "codebook-changes": changed(changes),
        "codebook-notes": looked_at(data, evidence, data.coding.get("codebook_notes", ())),
    }


def codebook(data: Data) -> str:
    """A table for each root of the codebook, and one for the roots that stand alone."""
    used = [code for code in data.codebook if not code["retired"]]
    roots = [code for code in used if not code["parent"]]
    below = {root["code"]: list(_below(used, root["code"])) for root in roots}
    alone = [root for root in roots if not below[root["code"]]]
    parts = []
    for root in roots:
        if below[root["code"]]:
            intro = markdown(root["definition"]) if root["definition"] else ""
            heading = f"## {markdown(root['name'])} {{#sec-codes-{spelled(root['code'])}}}\n"
            anchor = f"[]{{#{code_anchor(root['code'])}}}"
            caption = f"Codes of “{markdown(root['name'])}”{_uses(data, root)}."
            made = _codes(data, below[root["code"]], f"tbl-codes-{spelled(root['code'])}", caption)
            parts += [heading, f"{anchor}{intro}\n", made]
    if alone:
        caption = "Codes at the top of the codebook." if parts else "The codes."
        parts.append(_codes(data, alone, "tbl-codes", caption))
    return "\n".join(parts) or "No code is in use.\n"


def _below(codes: Records, root: str) -> Iterator[Mapping[str, Any]]:
    inside = {root}
    for code in codes:  # parents come before children
        if code["parent"] in inside:
            inside.add(code["code"])
            yield code


def _uses(data: Data, root: Mapping[str, Any]) -> str:
    used = next((c["with_below"] for c in data.counts if c["code"] == root["code"]), 0)
    return f", with {counted(used, 'coding')} of the consensus in all"


def _codes(data: Data, codes: Sequence[Mapping[str, Any]], name: str, caption: str) -> str:
    counts = {count["code"]: count for count in data.counts}
    themes = {code["parent"] for code in data.codebook if not code["retired"]}
    bears = any(code["feature"] or code["shows"] for code in codes)
    dated = any(code["since"] or code["origin"] == "inductive" for code in data.codebook)
    rows = []
    for code in codes:
        used = counts.get(code["code"], {})
        anchor = f'<span id="{code_anchor(code["code"])}"></span>'
        title = html(code["name"])
        title = f"<strong>{title}</strong>" if code["code"] in themes else title
        meaning = [*_meaning(code), *_facts(code, dated)]
        told = [
            cell("<br>".join(meaning) or "–"),
            *([cell(_bearing(code))] if bears else []),
            cell(number(used.get("passages", 0)), right=True),
            cell(number(used.get("informants", 0)), right=True),
        ]
        rows.append(row_of([cell(anchor + title), *told]))
    bearing = ["Evidence of"] if bears else []
    head = ["Code", "What it means", *bearing, "Passages", "People"]
    widths = [18, 47, 16, 10, 9] if bears else [20, 61, 10, 9]
    return floating(name, table(head, rows, widths=widths), caption)


def _meaning(code: Mapping[str, Any]) -> list[str]:
    said = [html(code["definition"])] if code["definition"] else []
    for key, word in (("include", "Coded"), ("exclude", "Not coded"), ("example", "Example")):
        if code[key]:
            text = f"“{html(code[key])}”" if key == "example" else html(code[key])
            said.append(f"<em>{word}:</em> {text}")
    return said


def _facts(code: Mapping[str, Any], dated: bool) -> Iterator[str]:
    """A code's valences; and where it comes from, in a book that says so of any code."""
    if code["allowed"]:
        yield f"<em>Valences:</em> {html(', '.join(code['allowed'].split()))}"
    if dated:
        came = {"deductive": "from theory", "inductive": "from the data"}[code["origin"]]
        cluster = f", cluster {html(code['cluster'])} of the residual" if code["cluster"] else ""
        since = f", since version {html(code['since'])}" if code["since"] else ""
        split = f", split from {html(words(code['split_from']))}" if code["split_from"] else ""
        yield f"<em>Comes</em> {came}{cluster}{since}{split}"


def _bearing(code: Mapping[str, Any]) -> str:
    """The feature that a code is evidence of, or the features that a mechanism helps or costs."""
    if code["feature"]:
        return html(words(code["feature"])) + (" (its lack)" if code["sign"] == -1 else "")
    helps = [words(w[:-1]) for w in (code["shows"] or "").split() if w.endswith("+")]
    costs = [words(w[:-1]) for w in (code["shows"] or "").split() if w.endswith("-")]
    said = [f"helps {html(listed(helps))}"] if helps else []
    return "; ".join([*said, *([f"costs {html(listed(costs))}"] if costs else [])]) or "–"


def retired(data: Data, evidence: Evidence, changes: Records) -> str:
    """The retired codes in a table of their own: what they meant and what became of them."""
    gone = [code for code in data.codebook if code["retired"]]
    if not gone:
        return ""
    became_of = became(list(data.codebook))
    changed_of = Counter(change["code"] for change in changes)
    rows = []
    for code in gone:
        anchor = f'<span id="{code_anchor(code["code"])}"></span>'
        since = f"{code['since']} to " if code["since"] else "to "
        told = [
            cell("<br>".join(_meaning(code)) or "–"),
            cell(html(since + code["retired"])),
            cell(_fate(evidence, became_of[code["code"]])),
            cell(number(changed_of[code["code"]]), right=True),
        ]
        rows.append(row_of([cell(anchor + html(code["name"])), *told]))
    head = ["Code", "What it meant", "Versions", "What became of it", "Codings"]
    caption = (
        "Codes that are no longer in use, the version that took each away, and the codings they "
        "still had."
    )
    made = floating("tbl-codes-retired", table(head, rows, widths=[18, 37, 10, 25, 10]), caption)
    return f"## Codes no longer in use {{#sec-codes-retired}}\n\n{made}"


def _fate(evidence: Evidence, change: Mapping[str, str]) -> str:
    into = listed([evidence.code_html(code) for code in change["into"].split()])
    if change["what"] == "merged":
        also = f", which was split into {into}" if into else ""
        return f"merged into {evidence.code_html(change['to'])}{also}"
    return f"split into {into}" if into else "retired without a successor"


def changed(changes: Records) -> str:
    """How many codings a later version of the codebook changed, and how."""
    if not changes:
        return ""
    kinds = Counter(change["what"] for change in changes)
    told = [
        f"- {counted(kinds[what], 'coding')} {_agreeing(text, kinds[what])}"
        for what, text in CHANGES.items()
        if kinds[what]
    ]
    intro = (
        f"Later versions of the codebook changed what {counted(len(changes), 'coding')} "
        "stood under (`tables/code_changes.csv` names each):"
    )
    return "\n".join([intro, "", *told]) + "\n"


def _agreeing(text: str, n: int) -> str:
    one = n == 1
    return text.format(
        stand="stands" if one else "stand", stay="stays" if one else "stay",
        was="was" if one else "were", their="its" if one else "their",
        them="it" if one else "them",
    )  # fmt: skip


def looked_at(data: Data, evidence: Evidence, notes: Records) -> str:
    """What somebody should look at, as a list: the kind, and the codes."""
    kinds: dict[str, list[str]] = {}
    for note in notes:
        kinds.setdefault(note["note"], []).append(note["code"])
    if not kinds:
        return ""
    in_use = sum(not code["retired"] for code in data.codebook)
    told = []
    for kind, (title, meaning) in NOTES.items():
        codes = kinds.get(kind, [])
        if kind == "no_definition" and codes and len(codes) == in_use:
            told.append("- **Without a definition**: all codes.")
        elif codes:
            named = listed([evidence.code(code) for code in codes])
            told.append(f"- **{title}** ({len(codes)}; {meaning}): {named}.")
    return "\n".join(["## Worth a look {#sec-codes-notes}", "", *told]) + "\n"
