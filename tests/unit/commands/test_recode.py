"""`python -m insideout recode`: offsets are put right, and nothing else in a coder's file moves."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.agree.disagreements import item_of
from insideout.code.gather import read_codings
from insideout.code.recode import rewritten
from insideout.commands import recode
from insideout.rows import as_told

REPO = Path(__file__).parents[3]
HEADER = "source;start;end;quote;prefix;suffix;occurrence;code;coder;memo"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study with one coder, whose file has its own ways."""
    shutil.copytree(REPO / "tests" / "studies" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "small" / "data" / "codings"
    for file in folder.glob("*.csv"):
        file.unlink()
    return tmp_path / "small" / "small.yaml"


def coders_file(study: Path, *rows: str) -> Path:
    """A file as a spreadsheet writes it: a byte order mark, semicolons, CRLF."""
    file = study.parent / "data" / "codings" / "AB.csv"
    file.write_bytes(b"\xef\xbb\xbf" + "".join(f"{row}\r\n" for row in (HEADER, *rows)).encode())
    return file


def text_of(study: Path, source: str) -> Path:
    return study.parent / "data" / "texts" / f"{source}.txt"


def test_offsets_are_put_right_and_nothing_else_changes(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = text_of(study, "N1").read_text()
    quote = "She had the letter before I was home."
    file = coders_file(
        study,
        f'N1;7;9;"{quote}";;;;letters;AB;"two\nlines; and a ""mark"""',
        "N1;;;Always Doctor Alder;;;;same_doctor;AB; as it was ",
    )
    before = file.read_bytes()
    assert recode.main([str(study)]) == 0
    assert file.read_bytes() == before
    shown = capsys.readouterr().out
    at, first = text.index(quote), text.index("Always")
    assert f'+N1;{at};{at + len(quote)};"{quote}"' in shown
    assert "2 of 2 codings found" in shown
    assert "add --write" in shown
    assert recode.main([str(study), "--write"]) == 0
    wanted = before.replace(b"N1;7;9;", f"N1;{at};{at + len(quote)};".encode())
    wanted = wanted.replace(b"N1;;;A", f"N1;{first};{first + 19};A".encode())
    assert file.read_bytes() == wanted
    assert file.with_name("AB.csv.bak").read_bytes() == before
    capsys.readouterr()
    assert recode.main([str(study), "--write"]) == 0
    assert "nothing to change" in capsys.readouterr().out


def test_ids_stay_when_offsets_change(study: Path) -> None:
    file = coders_file(study, "N1;7;9;Always Doctor Alder;;;;same_doctor;AB;")
    ids = [row["coding"] for row in read_codings([file])]
    recode.main([str(study), "--write"])
    assert [row["coding"] for row in read_codings([file])] == ids


def test_orphans_are_listed_with_places_and_words(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with text_of(study, "N1").open("a") as stream:
        stream.write("\nPatient: Doctor Alder knows me.\n\nPatient: Doctor Alder knows me.\n")
    file = coders_file(
        study,
        "N1;7;30;Doctor Alder knows me.;no such; words;;same_doctor;AB;",
        "N1;;;Not a word of this was ever said by anyone here;;;;letters;AB;",
    )
    assert recode.main([str(study), "--write"]) == 1
    said = capsys.readouterr().err
    at = text_of(study, "N1").read_text().index("Doctor Alder knows")
    assert f"perhaps {at}-{at + 22} (100%): 'Doctor Alder knows me.'" in said
    assert "AB.csv, line 2: same_doctor in N1" in said
    assert "AB.csv, line 3: letters in N1" in said
    assert not file.with_name("AB.csv.bak").exists()


def test_an_approximate_quote_waits_for_a_person(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = coders_file(study, "N1;;;She had the letter befor she was home;;;;letters;AB;")
    before = file.read_bytes()
    assert recode.main([str(study), "--write"]) == 0
    assert file.read_bytes() == before
    assert "AB.csv, line 2: 9" in capsys.readouterr().out
    assert recode.main([str(study), "--write", "--accept-approximate"]) == 0
    row = read_codings([file])[0]
    text = text_of(study, "N1").read_text()
    assert text[row["start"] : row["end"]] == row["quote"] != ""
    assert row["quote"].startswith("She had the letter before I was home")


def test_contexts_change_ids_and_decisions_go_along(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = coders_file(
        study,
        "N1;;;Always Doctor Alder;Paitent: ;;1;same_doctor;AB;",
        "N1;;;Doctor Alder, for eleven years;;;;same_doctor;AB;",
    )
    old = [row["coding"] for row in read_codings([file])]
    ledger = study.parent / "data" / "adjudications.csv"
    ledger.write_text(
        "coding,decision,code,valence,about,by,date,reason,evidence\n"
        f"{old[0]},keep,,,,AB,2026-01-02,clear,{item_of(old)}\n"
        f"{old[1]},drop,,,,AB,2026-01-02,double,000000000000\n"
    )
    study.write_text(study.read_text() + "adjudications: adjudications.csv\n")
    summaries = study.parent / "data" / "summaries.csv"
    summaries.write_text(summaries.read_text().replace('on her list.",AB,', 'on her list.",AB,abc'))
    assert recode.main([str(study), "--write", "--contexts"]) == 0
    rows = read_codings([file])
    assert [(row["prefix"], row["occurrence"]) for row in rows] == [
        ("o do you see when you are ill?\n\nPatient: "[-32:], None),
        ("when you are ill?\n\nPatient: Always "[-32:], None),
    ]
    new = [row["coding"] for row in rows]
    assert not set(new) & set(old)
    decided = [(row["coding"], row["evidence"]) for row in as_told(ledger)]
    assert decided == [(new[0], item_of(new)), (new[1], "000000000000")]
    said = capsys.readouterr().out
    assert "2 of 2 decisions" in said
    assert "1 of them are not from the codings there now" in said
    assert "up to 1 summaries" in said


def test_two_rows_that_only_old_contexts_told_apart_stay_two(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = coders_file(
        study,
        "N1;9;;Always Doctor Alder;Patient: ;;;same_doctor;AB;",
        "N1;9;;Always Doctor Alder;Patient:;;;same_doctor;AB;",
    )
    old = [row["coding"] for row in read_codings([file])]
    assert recode.main([str(study), "--write", "--contexts"]) == 0
    rows = read_codings([file])
    assert [row["coding"] for row in rows] == old
    assert {row["start"] for row in rows} == {text_of(study, "N1").read_text().index("Always")}
    assert capsys.readouterr().out.count("would be the same coding") == 2


def plain_file(study: Path, *rows: str) -> Path:
    """A file with the columns that a coder must have."""
    file = study.parent / "data" / "codings" / "EF.csv"
    file.write_text("\n".join(("source,quote,code,coder,round", *rows)) + "\n")
    return file


def wait_twice(study: Path) -> None:
    with text_of(study, "N1").open("a") as stream:
        stream.write("\nPatient: So I wait in the queue, I do.\n\nPatient: I wait in the queue.\n")


def test_contexts_add_the_columns_that_say_which_of_equal_quotes_it_is(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wait_twice(study)
    rows = "N1,Always Doctor Alder,same_doctor,EF,1", 'N1,"I wait in the queue,",letters,EF,1'
    file = plain_file(study, *rows)
    assert recode.main([str(study), "--write"]) == 0
    assert "nothing to change" in capsys.readouterr().out
    assert recode.main([str(study), "--write", "--contexts"]) == 0
    header, first, *_ = csv.reader(io.StringIO(file.read_text(), newline=""))
    assert header[5:] == ["start", "end", "prefix", "suffix", "occurrence"]
    at = text_of(study, "N1").read_text().index("Always")
    assert first[:6] == [*rows[0].split(","), str(at)]
    capsys.readouterr()
    assert recode.main([str(study), "--write", "--contexts"]) == 0
    assert "nothing to change" in capsys.readouterr().out


def test_a_deleted_sentence_of_two_is_an_orphan_after_contexts(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wait_twice(study)
    text = text_of(study, "N1").read_text()
    file = study.parent / "data" / "codings" / "EF.csv"
    at = text.rindex("I wait")
    file.write_text(f"source,start,quote,code,coder\nN1,{at},I wait in the queue,letters,EF\n")
    assert recode.main([str(study), "--write", "--contexts"]) == 0
    assert [row["occurrence"] for row in read_codings([file])] == [2]
    text_of(study, "N1").write_text(text.replace("\n\nPatient: I wait in the queue.", ""))
    assert recode.main([str(study), "--write"]) == 1
    assert "EF.csv, line 2: letters in N1" in capsys.readouterr().err


def test_a_file_with_orphans_does_not_claim_that_quotes_are_unique(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wait_twice(study)
    file = plain_file(
        study, "N1,I wait in the queue,letters,EF,1", "N1,Always Doctor Alder,same_doctor,EF,1"
    )
    assert recode.main([str(study), "--write", "--contexts"]) == 1
    header = file.read_text().splitlines()[0]
    assert header.endswith("start,end,prefix,suffix")
    assert "`occurrence` is not added" in capsys.readouterr().out


def test_rows_of_an_open_blind_round_are_put_right_and_not_shown(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = "rounds:\n  - {round: 1}\n  - {round: 2, blind: true, closed: false}\n"
    study.write_text(study.read_text() + rounds)
    file = plain_file(
        study,
        "N1,She had the letter before I was home.,letters,EF,2",
        "N1,Always Doctor Alder,same_doctor,EF,1",
        "N1,Nothing of this was ever said by anyone,personal_list,EF,2",
        "N1,on her list,personal_list,EF,2",
    )
    assert recode.main([str(study), "--write", "--contexts"]) == 1
    told = "".join(capsys.readouterr())
    assert "+N1,Always Doctor Alder,same_doctor,EF,1," in told
    assert "3 rows of an open blind round: not shown" in told
    assert "EF.csv, line 4: a coding in N1" in told
    for words in ("She had", "Nothing of", "on her list", "personal_list", "letters"):
        assert words not in told
    assert read_codings([file])[0]["start"] == text_of(study, "N1").read_text().index("She had")


@given(
    st.lists(st.lists(st.text('ab,";\n å', max_size=5), min_size=3, max_size=3), min_size=1),
    st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.data(),
)  # fmt: skip
def test_only_the_cells_named_change(
    rows: list[list[str]], mark: str, end: str, quoting: int, data: st.DataObject
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=mark, lineterminator=end, quoting=quoting)
    writer.writerows([["a", "b", "c"], *rows])
    text = out.getvalue()
    assert rewritten(text, {}) == (text, 0)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    lines, line = [], 1
    for _ in reader:
        lines.append(line)
        line = reader.line_num + 1
    which = data.draw(st.integers(0, len(rows) - 1))
    value = data.draw(st.text('xy,";\n', max_size=5))
    new, _ = rewritten(text, {lines[which + 1]: {"b": value}})
    again = list(csv.reader(io.StringIO(new, newline=""), delimiter=mark, strict=True))
    wanted = [list(row) for row in rows]
    wanted[which][1] = value
    assert again[1:] == wanted
    wider, _ = rewritten(text, {lines[which + 1]: {"d": value}}, ["a", "d"])
    more = [
        [*row, value if n == which else ""] if any(cell.strip() for cell in row) else row
        for n, row in enumerate(rows)
    ]
    again = list(csv.reader(io.StringIO(wider, newline=""), delimiter=mark, strict=True))
    assert again == [["a", "b", "c", "d"], *more]
