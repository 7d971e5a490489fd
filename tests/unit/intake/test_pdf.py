"""PDFs with a text layer."""

from __future__ import annotations

import io
import random
import re
import subprocess
import zlib
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst

from insideout.intake import pdf
from insideout.intake.labels import Piece
from insideout.problems import DataError

SPOKEN = (
    "Well, we waited for the discharge papers because nobody in the ward knew who was responsible "
    "for the coordination, and my mother-in-law found the whole affair difficult. In the office "
    "they said that the first appointment would be sufficient. "
)
TALK = [
    turn
    for n in range(7)
    for turn in (
        ("Interviewer", "And how did the communication between the ward and the practice go?"),
        ("Anna B", f"{n + 2} times. " + (SPOKEN * (n % 3 + 1)).strip()),
    )
]
PAGE = '#set page(paper: "a4", margin: 2.5cm)\n'
TYPE = '#set text(font: "Libertinus Serif", size: 12pt, lang: "en", hyphenate: true)\n'
APART = "#set par(justify: true, spacing: 1.5em)\n"
INDENTED = (
    "#set par(justify: true, spacing: 0.65em, first-line-indent: (amount: 1.5em, all: true))\n"
)
NUMBERED = '#set page(numbering: "1")\n'
HEADED = (
    "#set page(header: [Interview 3: Anna #h(1fr) Confidential], "
    "footer: context align(center)[Page #counter(page).display()])\n"
)


def typeset(source: str) -> bytes:
    made: bytes = typst.compile(source.encode())  # type: ignore[call-overload, assignment]
    return made


def printed(settings: str, talk: list[tuple[str, str]]) -> bytes:
    return typeset(PAGE + TYPE + settings + "\n\n".join(f"{label}: {t}" for label, t in talk))


def read(raw: bytes, known: tuple[str, ...] = ()) -> tuple[list[tuple[str, str]], list[str]]:
    pieces, warnings = pdf.pieces(raw, Path("a.pdf"), known)
    return [told(piece) for piece in pieces], warnings


def told(piece: Piece) -> tuple[str, str]:
    label, _, text = piece.text.partition(": ")
    return (piece.voice, piece.text) if piece.voice else (label, text)


def refusal(raw: bytes) -> str:
    with pytest.raises(DataError) as caught:
        pdf.pieces(raw, Path("a.pdf"), ())
    problem = caught.value.problems[0]
    assert (problem.file, problem.expected) == ("a.pdf", "a PDF with text")
    return f"{problem.found} -> {problem.hint}"


@pytest.mark.parametrize(
    ("settings", "left_out"),
    [
        (APART, ""),
        (APART + HEADED, "running heads ({pages}), page numbers ({pages})"),
        (APART + NUMBERED + '#set par.line(numbering: "1")\n',
         "page numbers ({pages}), line numbers ({lines})"),
        (APART + '#set par.line(numbering: n => if calc.rem(n, 5) == 0 [#n])\n',
         "line numbers ({fifths})"),
        (APART + '#set par.line(numbering: "1", number-align: right, number-margin: right)\n',
         "line numbers ({lines})"),
        (APART + "#set page(background: rotate(45deg, text(80pt)[DRAFT]))\n",
         "words that stand askew ({pages})"),
        (APART + "#set page(background: text(90pt)[DRAFT])\n", "watermarks ({pages})"),
        ("#set par(justify: false, spacing: 0.65em)\n" + NUMBERED, "page numbers ({pages})"),
        (INDENTED, ""),
        (APART + "#set page(flipped: true)\n" + NUMBERED, "page numbers ({pages})"),
        (APART + "#set text(hyphenate: false)\n#set par(justify: false)\n", ""),
        ('#set text(font: "DejaVu Sans Mono", size: 10pt)\n' + APART, ""),
    ],
)  # fmt: skip
def test_turns_are_whole_and_print_is_left_out(settings: str, left_out: str) -> None:
    raw = printed(settings, TALK)
    said, warnings = read(raw)
    assert said == TALK
    pages = len(pypdf.PdfReader(io.BytesIO(raw)).pages)
    assert pages > 1
    joined = int(re.findall(r"joined to paragraphs \((\d+)\)", warnings[-1])[0])
    lines = joined + len(TALK)
    filled = left_out.format(pages=pages, lines=lines, fifths=lines // 5)
    assert warnings == ([f"left out: {filled}"] if filled else []) + [
        f"lines joined to paragraphs ({joined})"
    ]


def test_paragraph_numbers_are_left_out() -> None:
    source = "\n\n".join(f"\\[{n}\\] {who}: {t}" for n, (who, t) in enumerate(TALK, 1))
    said, warnings = read(typeset(PAGE + TYPE + APART + source))
    assert said == TALK
    assert warnings[0] == f"left out: paragraph numbers ({len(TALK)})"


def test_two_columns_are_read_one_after_the_other() -> None:
    said, warnings = read(printed(APART + "#set page(columns: 2)\n" + HEADED, TALK))
    assert said == TALK
    assert re.fullmatch(r"pages with two columns, read one after the other \(\d\)", warnings[-1])


def test_a_column_of_speakers() -> None:
    cells = ",".join(f"[{label}],[{text}]" for label, text in TALK)
    table = f"#table(columns: (3cm, 1fr), stroke: none, {cells})"
    pieces, _ = pdf.pieces(typeset(PAGE + TYPE + table), Path("a.pdf"), ())
    assert [(piece.voice, piece.text) for piece in pieces] == TALK


def test_labels_in_a_hanging_indent() -> None:
    hanging = "\n\n".join(f"#box(width: 3cm)[{label}:]{text}" for label, text in TALK)
    source = PAGE + TYPE + "#set par(justify: true, spacing: 1.5em, hanging-indent: 3cm)\n"
    assert read(typeset(source + hanging))[0] == TALK


def test_what_people_say_at_the_top_of_every_page_is_no_head() -> None:
    short = [("Dan", "So?"), ("Eva", "Yes.")] * 200
    said, warnings = read(printed("#set par(spacing: 0.65em)\n" + NUMBERED, short))
    assert said == short
    assert warnings == ["left out: page numbers (9)"]


def test_one_page_with_its_number() -> None:
    said, warnings = read(printed(APART + NUMBERED, TALK[:2]))
    assert said == TALK[:2]
    assert warnings[0] == "left out: page numbers (1)"


def test_a_turned_page() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed(APART + NUMBERED, TALK)))
    for page in writer.pages:
        page.rotate(90)
    assert read(written(writer))[0] == TALK
    for angle in (-90, 90, 180):
        turned = f'#set page(paper: "a4")\n#rotate({angle}deg, reflow: true)[Dan: Hello there. ]'
        assert read(typeset(turned))[0] == [("Dan", "Hello there.")]


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed(APART, TALK[:2])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")  # noqa: S106
    return written(writer)


def test_a_password_is_refused_but_not_one_that_only_forbids_changes() -> None:
    found = refusal(locked("secret"))
    assert found.startswith("a PDF with a password -> save it without a password")
    assert read(locked(""))[0] == TALK[:2]


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = (2).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(b"\x00\x80\xff" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def scanned(text: str = "") -> str:
    points = ", ".join(map(str, png()))
    picture = f'image(bytes(({points})), format: "png", width: 100%, height: 100%)'
    return f"#page(margin: 0pt, background: {picture})[{text}]\n"


def test_scans_are_refused_with_what_to_do() -> None:
    found = refusal(typeset(scanned() * 2))
    assert found.startswith("a scan: pictures of pages -> let OCR read it (such as `ocrmypdf")
    assert found.endswith("or transcribe it")
    partly = typeset("Dan: Hello.\n" + scanned() + "#page[Eva: Hi.]\n" + scanned())
    assert refusal(partly).startswith(
        "pages that are pictures, without text: 2, 4 of 4 -> let OCR read it"
    )


def test_scans_that_ocr_has_read_are_taken_with_a_warning() -> None:
    said, warnings = read(typeset(scanned("Dan: Hello there.") + scanned("Eva: Hi.")))
    assert said == [("Dan", "Hello there."), ("Eva", "Hi.")]
    assert warnings == ["scanned pages (1, 2): their words were read by OCR, check them"]


def test_a_blank_page_is_no_scan() -> None:
    assert read(typeset("Dan: Hello.\n#pagebreak()\n#pagebreak()\nEva: Hi."))[0] == [
        ("Dan", "Hello."), ("Eva", "Hi."),
    ]  # fmt: skip
    assert refusal(typeset("#pagebreak()")).startswith("no text on any page -> let OCR")


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b"Dan: hello", "a file of another sort"),
        (b"PK\x03\x04 x", "a file of another sort"),
        (b"%PDF-1.7 and nothing more", "a broken PDF"),
        (printed(APART, TALK)[:3000], "a broken PDF"),
    ],
)
def test_other_and_broken_files_called_pdf_are_refused(raw: bytes, found: str) -> None:
    assert refusal(raw).startswith(found)


def test_pages_and_time_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = printed(APART, TALK)
    monkeypatch.setattr(pdf, "MOST_PAGES", 1)
    assert refusal(raw).startswith("more than 1 pages")

    def slow(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("pdf_child", 120)

    monkeypatch.setattr(subprocess, "run", slow)
    assert refusal(raw).startswith("one that takes over 120 seconds to read")


def test_a_page_that_grows_without_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_MEMORY", 512 * 2**20)
    packing = zlib.compressobj(9)
    blanks = b"".join(packing.compress(b" " * 2**20) for _ in range(1000)) + packing.flush()
    content = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(blanks), blanks)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>", content,
    ]  # fmt: skip
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    assert refusal(b"%PDF-1.7\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n")


def test_letters_without_a_meaning_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    word = ["\ufffd" * 8, 50.0, 90.0, 700.0, 12.0, 0]
    page = {"size": [600, 800], "picture": 0, "bad": 8, "words": [word]}
    monkeypatch.setattr(pdf, "_read", lambda *_: [page])
    assert refusal(b"%PDF-1.7").startswith("8 of 8 letters that the file gives no meaning -> take")


def test_a_sound_file_with_bytes_changed_is_read_or_refused() -> None:
    chance = random.Random(5)  # noqa: S311 (nothing is kept secret by it)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed(APART, TALK[:4])))
    for page in writer.pages:
        content = page.get_contents()
        assert content is not None
        page.replace_contents(content)
    sound = written(writer)
    met = set()
    for _ in range(40):
        raw = bytearray(sound)
        for _ in range(chance.choice([1, 10, 100])):
            raw[chance.randrange(8, len(raw))] = chance.randrange(256)
        try:
            pieces, _ = pdf.pieces(bytes(raw), Path("a.pdf"), ())
            met.add("read")
            assert all(piece.text for piece in pieces)
        except DataError as error:
            met.add("refused")
            assert all(problem.hint for problem in error.problems)  # noqa: PT017
    assert met == {"read", "refused"}
