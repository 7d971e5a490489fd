"""TextGrid files of Praat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from praatio.data_classes.interval_tier import IntervalTier
from praatio.data_classes.point_tier import PointTier
from praatio.data_classes.textgrid import Textgrid
from praatio.utilities import textgrid_io

from insideout.intake.canonical import Turn, folded
from insideout.intake.source import read_source
from insideout.intake.textgrid import pieces
from insideout.problems import DataError

Make = Callable[[str, str | bytes], Path]
Tiers = dict[str, list[tuple[float, float, str]]]
TALK: Tiers = {
    "Dan": [(0, 1.5, "How are you?"), (4, 5, "And"), (5, 6.25, 'the "new" one?')],
    "Anna, Berg (North)": [(1.5, 3, "Fine, I"), (3, 3.5, "think."), (5.5, 7, "Good.\nNice.")],
}
FORMS = ["long_textgrid", "short_textgrid"]


def textgrid(folder: Path, tiers: Tiers, form: str, points: int = 0) -> str:
    """A file as praatio writes it, empty intervals filled in."""
    grid = Textgrid(0, 10)
    for name, intervals in tiers.items():
        grid.addTier(IntervalTier(name, intervals, 0, 10))
    for n in range(points):
        grid.addTier(PointTier(f"points {n}", [(1, "breath"), (2, "")], 0, 10))
    grid.save(str(folder / "made.TextGrid"), form, includeBlankSpaces=True)
    return (folder / "made.TextGrid").read_text("utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_tier_is_a_speaker(file: Make, tmp_path: Path, form: str, encoding: str) -> None:
    raw = textgrid(tmp_path, TALK, form, points=2).encode(encoding)
    taken = read_source(file("a.TextGrid", raw), None)
    assert taken.turns == [
        Turn("Dan", "How are you?", 0, 1.5), Turn("Anna, Berg (North)", "Fine, I think.", 1.5, 3.5),
        Turn("Dan", 'And the "new" one?', 4, 6.25),
        Turn("Anna, Berg (North)", "Good. Nice.", 5.5, 7),
    ]  # fmt: skip
    assert "2 point tiers left out" in taken.warnings
    assert taken.format == "textgrid"


@pytest.mark.parametrize("form", FORMS)
def test_one_tier_with_labels_in_it(file: Make, tmp_path: Path, form: str) -> None:
    tiers: Tiers = {"talk": [(0, 1, "Dan: How"), (1, 2, "are you?"), (2, 3, "Anna: Fine."),
                             (4, 5, "Dan: Good."), (5, 6, "Anna: Yes.")]}  # fmt: skip
    path = file("a.TextGrid", textgrid(tmp_path, tiers, form))
    for labels in (None, ["Dan", "Anna"]):
        assert read_source(path, labels).turns == [
            Turn("Dan", "How are you?", 0, 2), Turn("Anna", "Fine.", 2, 3),
            Turn("Dan", "Good.", 4, 5), Turn("Anna", "Yes.", 5, 6),
        ]  # fmt: skip
    assert read_source(path, ["talk"]).turns[0].label == "talk"


def test_a_tier_that_is_not_listed_is_reported(file: Make, tmp_path: Path) -> None:
    path = file("a.TextGrid", textgrid(tmp_path, TALK, "long_textgrid"))
    strangers = read_source(path, ["Dan"]).strangers
    assert [(s.label, s.turns) for s in strangers] == [("Anna, Berg (North)", 3)]


SAID = st.text(alphabet='ab "å:[]=!<>0\n', max_size=12)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    tiers=st.dictionaries(
        st.text(alphabet='aB "1', min_size=1, max_size=6), st.lists(SAID, max_size=6), max_size=3
    ),
    form=st.sampled_from(FORMS),
)
def test_what_praatio_writes_is_read_as_it_was(
    tmp_path: Path, tiers: dict[str, list[str]], form: str
) -> None:
    grid = {
        "xmin": 0, "xmax": 60,
        "tiers": [
            {"class": "IntervalTier", "name": name, "xmin": 0, "xmax": 60,
             "entries": [(n + 0.25, n + 1.0, text) for n, text in enumerate(said)]}
            for name, said in tiers.items()
        ],
    }  # fmt: skip
    text = textgrid_io.getTextgridAsStr(grid, form, includeBlankSpaces=False)
    told = sorted(
        (n + 0.25, order, folded(said))
        for order, texts in enumerate(tiers.values()) for n, said in enumerate(texts)
        if folded(said)
    )  # fmt: skip
    read, _ = pieces(text, tmp_path / "a.TextGrid", [])
    assert [(p.start, p.text) for p in read] == [(start, said) for start, _, said in told]
    assert all(p.end == (p.start or 0) + 0.75 for p in read)


def test_times_as_praat_writes_very_small_ones(file: Make) -> None:
    text = (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\n-1\n9\n<exists>\n1\n'
        '"IntervalTier"\n"Dan"\n-1\n9\n1\n1.5e-05\n2 seconds\n"Hi." ! "a comment"\n'
    )
    turns = read_source(file("a.TextGrid", text), ["Dan"]).turns
    assert turns == [Turn("Dan", "Hi.", 1.5e-05, 2)]


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        ("How are you?", 'How "are you?', 18, "a quotation mark without its second one"),
        ("xmax = 1.5", "xmax = later", 18, "'How are you?'"),
        ("IntervalTier", "IntervallTier", 10, "'IntervallTier'"),
        ("size = 2", "size = 3", None, "the end of the file"),
        ("size = 2", "size = 1e9", 7, "1e+09"),
        ("ooTextFile", "other", 2, "'other TextGrid'"),
    ],
)
def test_what_is_broken_is_told_with_its_line(
    file: Make, tmp_path: Path, old: str, new: str, line: int | None, found: str
) -> None:
    text = textgrid(tmp_path, TALK, "long_textgrid")
    assert old in text
    with pytest.raises(DataError) as caught:
        read_source(file("a.TextGrid", text.replace(old, new, 1)), None)
    problem = caught.value.problems[0]
    assert problem.found == found
    assert problem.line == (line or problem.line)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_breaks_off_is_not_taken_for_a_whole_one(
    file: Make, tmp_path: Path, form: str
) -> None:
    text = textgrid(tmp_path, TALK, form)
    whole = text.rstrip()
    for end in range(0, len(whole), 7):
        with pytest.raises(DataError):
            read_source(file("a.TextGrid", text[:end]), None)
    assert len(read_source(file("a.TextGrid", whole), None).turns) == 4
