"""What control words of rich text mean: characters, and parts that aren't said.

After Microsoft's Rich Text Format (RTF) Specification, version 1.9.1.
"""

from __future__ import annotations

CHARACTERS = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
    "line": "\n", "lbr": "\n", "page": "\n", "softline": "\n", "column": "\n", "nestcell": "\n",
    "nestrow": "\n",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
PARAGRAPHS = frozenset({"par", "sect"})

# Groups that hold no words of the text, and how they are counted ("" isn't worth it).
APART = {
    "footnote": "footnotes", "annotation": "comments", "pict": "pictures", "object": "objects",
    "shptxt": "text boxes", "dptxbxtext": "text boxes", "header": "headers", "headerl": "headers",
    "headerr": "headers", "headerf": "headers", "footer": "footers", "footerl": "footers",
    "footerr": "footers", "footerf": "footers",
} | dict.fromkeys(
    """
    fonttbl colortbl stylesheet info listtable listoverridetable revtbl rsidtbl filetbl generator
    fldinst fldtype listtext pntext pn pntxta pntxtb xe tc rxe txe nonshppict background template
    ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn private falt fontemb fontfile panose datafield
    formfield bkmkstart bkmkend atnid atnauthor atntime atnref atnicn atrfstart atrfend title
    subject author operator doccomm keywords comment userprops xmlnstbl themedata latentstyles
    colorschememapping datastore nonesttables mmathPr pgptbl shp do oldcprops oldpprops oldtprops
    """.split(),  # noqa: SIM905 (a list of them takes a page)
    "",
)  # fmt: skip
TEXT_BOXES = frozenset({"shptxt", "dptxbxtext"})  # within a drawing, which is left out, too
# Kinds of which an empty one, as word processors write them, isn't counted.
IF_WORDS = frozenset({"headers", "footers", "text boxes"})
