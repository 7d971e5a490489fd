"""Tables that stages write are read back as they were."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.files import write_text
from insideout.reader import framed, read_made, records, write
from insideout.tables.declare import Column, Table

TABLE = Table(
    "t", "a thing",
    (Column("id", "id", "name", True), Column("n", "integer", "count"),
     Column("x", "number", "size"),
     Column("ok", "yes_no", "flag"), Column("note", "text", "note")),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries({
            "id": st.just("a"),
            "n": st.none() | st.integers(-(2**40), 2**40),
            "x": st.none() | st.floats(-1e6, 1e6).map(lambda v: float(f"{v:.10g}")),
            "ok": st.none() | st.booleans(),
            "note": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")),
        }),
        max_size=6,
    )
)  # fmt: skip
def test_what_is_written_is_read_back(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    frame = framed(rows, TABLE)  # type: ignore[arg-type]
    write(frame, tmp_path / "t.csv", TABLE)
    assert records(read_made(tmp_path / "t.csv", TABLE)) == records(frame)


def test_floats_have_ten_significant_digits(tmp_path: Path) -> None:
    write(framed([{"id": "a", "x": 2 / 3}], TABLE), tmp_path / "t.csv", TABLE)
    assert "0.6666666667" in (tmp_path / "t.csv").read_text()


def test_a_table_without_a_declared_column_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write(pd.DataFrame({"id": ["a"]}), tmp_path / "t.csv", TABLE)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(tmp_path / "a.txt", "before")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_text(tmp_path / "a.txt", "after")
    assert [(f.name, f.read_text()) for f in tmp_path.iterdir()] == [("a.txt", "before")]
