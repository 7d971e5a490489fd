"""Who coded what: assignments, versions of the codebook, rounds that are held back."""

from typing import Any

import pandas as pd

from insideout.agree.assigned import Assignment, assigned, counted
from insideout.code.rounds import held_back
from insideout.reader import framed
from insideout.tables.inputs import ASSIGNMENTS
from insideout.tables.outputs import CODEBOOK, CODINGS_PLACED

NONE = framed([], ASSIGNMENTS)


def codebook(*codes: dict[str, Any]) -> pd.DataFrame:
    return framed(codes, CODEBOOK)


def placed(*rows: tuple[str, str, int, str]) -> pd.DataFrame:
    return framed(
        (
            {"source": s, "coder": who, "round": n, "code": code, "coding": f"{s}{who}{n}{code}"}
            for s, who, n, code in rows
        ),
        CODINGS_PLACED,
    )


BOOK = codebook(
    {"code": "care"},
    {"code": "nurse", "parent": "care", "since": "1.10"},
    {"code": "doctor", "parent": "care", "retired": "1.9"},
    {"code": "money"},
)


def test_without_a_table_a_coder_has_coded_where_they_put_a_code() -> None:
    found = assigned(placed(("s", "B", 1, "care"), ("s", "A", 2, "money")), NONE, BOOK, [])
    every = frozenset({"care", "nurse", "money"})
    assert found == [Assignment("s", "A", 2, every), Assignment("s", "B", 1, every)]


def test_a_table_says_who_coded_what_even_where_nothing_was_found() -> None:
    rows = [("s", " care  money "), ("t", "money")]
    work = ({"source": s, "coder": "A", "round": 1, "codes": codes} for s, codes in rows)
    table = framed(work, ASSIGNMENTS)
    found = assigned(placed(("s", "B", 1, "care")), table, BOOK, [])
    assert [(a.source, a.coder, sorted(a.codes)) for a in found] == [
        ("s", "A", ["care", "money", "nurse"]), ("t", "A", ["money"]),
    ]  # fmt: skip


def test_codes_newer_than_a_rounds_codebook_and_those_retired_before_it_werent_looked_for() -> None:
    rounds = [{"round": 1, "codebook": "1.9"}, {"round": 2, "codebook": "1.10"},
              {"round": 3, "codebook": "1.2"}]  # fmt: skip
    work = placed(*(("s", "A", n, "care") for n in (1, 2, 3)))
    codes = {a.round: sorted(a.codes) for a in assigned(work, NONE, BOOK, rounds)}
    assert codes[1] == ["care", "money"]
    assert codes[2] == ["care", "money", "nurse"]
    assert codes[3] == ["care", "money"]  # doctor was there, but its codings were set aside


def test_a_merged_code_was_looked_for_under_the_name_it_has_now() -> None:
    book = codebook(
        {"code": "gp", "retired": "2", "merged_into": "physician"},
        {"code": "physician", "since": "2"},
    )
    found = assigned(
        placed(("s", "A", 1, "physician")), NONE, book, [{"round": 1, "codebook": "1"}]
    )
    assert found[0].codes == {"physician"}


def test_a_blind_round_that_isnt_closed_is_held_back() -> None:
    rounds = [{"round": 1, "blind": True, "closed": True},
              {"round": 2, "blind": True, "closed": False},
              {"round": 3, "blind": False, "closed": False}]  # fmt: skip
    codings = [{"coding": str(n), "round": n} for n in (1, 2, 3)] + [{"coding": "x", "round": None}]
    kept, held = held_back(codings, rounds)
    assert [c["coding"] for c in kept] == ["1", "3", "x"]
    assert [c["coding"] for c in held] == ["2"]
    work = placed(("s", "A", 1, "care"), ("s", "A", 2, "care"))
    assert [a.round for a in assigned(work, NONE, BOOK, rounds)] == [1]


def test_a_later_round_takes_the_place_of_an_earlier_one() -> None:
    work = placed(("s", "A", 1, "care"), ("s", "A", 1, "money"), ("s", "A", 2, "care"),
                  ("s", "B", 1, "care"), ("t", "A", 1, "care"))  # fmt: skip
    free = assigned(work, NONE, BOOK, [])
    # Nobody says whether A looked for money again: the first round's coding of it stands.
    assert list(counted(work, free, declared=False)["coding"]) == ["sA1money", "sA2care", "sB1care",
                                                                   "tA1care"]  # fmt: skip
    table = framed(({"source": "s", "coder": "A", "round": n} for n in (1, 2)), ASSIGNMENTS)
    told = assigned(work, table, BOOK, [])
    assert list(counted(work, told, declared=True)["coding"]) == ["sA2care", "sB1care", "tA1care"]


def test_a_later_round_for_other_codes_leaves_the_rest() -> None:
    work = placed(("s", "A", 1, "care"), ("s", "A", 1, "money"), ("s", "A", 2, "money"))
    first = {"source": "s", "coder": "A", "round": 1}
    table = framed([first, {**first, "round": 2, "codes": "money"}], ASSIGNMENTS)
    told = assigned(work, table, BOOK, [])
    assert list(counted(work, told, declared=True)["coding"]) == ["sA1care", "sA2money"]
