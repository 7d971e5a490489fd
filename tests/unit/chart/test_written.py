"""Changes to a table of summaries that leave its other lines as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.chart.written import with_summaries
from insideout.rows import cells_in

HEAD = "frame,case,theme,summary,author,evidence\n"
KEY, OTHER = ("f", "N1", "t"), ("f", "N2", "t")


def row(summary: str, case: str = "N1") -> dict[str, str]:
    return {"frame": "f", "case": case, "theme": "t", "summary": summary, "author": "AB",
            "evidence": "e"}  # fmt: skip


def test_other_lines_stay_letter_by_letter() -> None:
    text = HEAD + 'f,N1,t,Old.,AB,x\n\n"f"," N2 ","t","Two\nlines.",AB,\n'
    assert with_summaries(text, {KEY: row("New, now.")}) == (
        HEAD + 'f,N1,t,"New, now.",AB,e\n\n"f"," N2 ","t","Two\nlines.",AB,\n'
    )
    assert with_summaries(text, {OTHER: {"evidence": "y"}}).endswith('"Two\nlines.",AB,y\n')
    assert with_summaries(text, {}, [OTHER]) == HEAD + "f,N1,t,Old.,AB,x\n\n"


def test_new_rows_go_to_the_end_of_whatever_table_there_is() -> None:
    assert with_summaries("", {KEY: row("New.")}) == HEAD + "f,N1,t,New.,AB,e\n"
    assert with_summaries(HEAD + "f,N2,t,Two.,CD,", {KEY: row("New.")}) == (
        HEAD + "f,N2,t,Two.,CD,\nf,N1,t,New.,AB,e\n"
    )


@pytest.mark.parametrize("mark", [";", "\t"])
def test_marks_ends_of_lines_and_byte_order_marks_are_kept(mark: str) -> None:
    text = "\ufeff" + (HEAD + "f,N1,t,Old.,AB,x\n").replace("\n", "\r\n").replace(",", mark)
    made = with_summaries(text, {KEY: row("New."), OTHER: row("Two.", "N2")})
    assert made == text.replace("Old.", "New.").replace(f"{mark}x", f"{mark}e") + (
        "f,N2,t,Two.,AB,e\r\n".replace(",", mark)
    )


def test_a_column_that_is_missing_is_added() -> None:
    text = "case,frame,theme,author,summary\nN1,f,t,AB,Old.\nN2,f,t,AB,Two.\n"
    assert with_summaries(text, {KEY: {"evidence": "e"}}) == (
        "case,frame,theme,author,summary,evidence\nN1,f,t,AB,Old.,e\nN2,f,t,AB,Two.,\n"
    )


WORDS = st.text(alphabet="ab ,;\"\n'=é", max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_what_is_written_is_read_back(words: list[str], data: st.DataObject) -> None:
    cases = [f"N{n}" for n in range(len(words))]
    first = {("f", case, "t"): row(said, case) for case, said in zip(cases, words, strict=True)}
    text = with_summaries("", first)
    changed = data.draw(st.dictionaries(st.sampled_from([*cases, "M1", "M2"]), WORDS))
    gone = data.draw(st.sets(st.sampled_from(cases))) - set(changed)
    made = with_summaries(
        text, {("f", case, "t"): row(said, case) for case, said in changed.items()},
        {("f", case, "t") for case in gone},
    )  # fmt: skip
    found = {cells[1]: cells[3] for cells in list(cells_in(made))[1:]}
    wanted = dict(zip(cases, words, strict=True)) | changed
    assert found == {case: said for case, said in wanted.items() if case not in gone}
