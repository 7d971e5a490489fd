"""The flow of the sampling as a figure: words stay in their boxes, however many there are."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from insideout.report.drawing import STYLE
from insideout.report.flow import drawn, flow, lost, sentence

LONG = (
    "Patients with three or more long-term conditions who were registered with a participating "
    "practice and whom their general practitioner thought well enough to be asked by letter"
)


def step(label: str, n: int, **more: Any) -> dict[str, Any]:
    return {"label": label, "n": n, "counted": True, "lost": None, "reason": ""} | more


def boxes(rows: list[dict[str, Any]]) -> tuple[list[Bbox], list[tuple[str, Bbox]], Bbox]:
    """Where the boxes, the texts and the whole figure are, in pixels."""
    with mpl.rc_context(STYLE):
        figure = drawn(rows)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        (axes,) = figure.axes
        drawn_at = [p.get_window_extent() for p in axes.patches if isinstance(p, Rectangle)]
        texts = [text for text in axes.texts if text.get_text()]
        return drawn_at, [(t.get_text(), t.get_window_extent()) for t in texts], figure.bbox


@pytest.mark.parametrize(
    "label", ["Asked", LONG, "Versorgungszentrum" * 5, "$x_1$ <b>&</b> {{< var n >}}"]
)
@pytest.mark.parametrize("n", [0, 7, 1_234_567])
def test_label_and_number_stay_in_their_box_and_apart(label: str, n: int) -> None:
    rows = [step(label, n), step("Took part", n, lost=3, reason=LONG)]
    (first, second), texts, whole = boxes(rows)
    (words, worded), (number, numbered) = texts[:2]
    assert words.replace("\n", "").replace(" ", "") == label.replace(" ", "")
    assert number == f"{n:,}"
    for inside in (worded, numbered):
        assert first.y0 <= inside.y0
        assert inside.y1 <= first.y1
        assert first.x0 <= inside.x0
        assert inside.x1 <= first.x1
    assert worded.x1 < numbered.x0
    assert second.y1 < first.y0
    beside = next(box for text, box in texts if text.startswith("3 fewer"))
    assert beside.x0 > second.x1
    assert beside.x1 <= whole.x1
    assert second.y0 <= beside.y0


def test_the_description_says_every_step_and_loss() -> None:
    rows = [step("Asked", 1200, counted=False), step("Took part", 4, lost=1196, reason="no time")]
    with mpl.rc_context(STYLE):
        svg, told = flow(rows)
        assert flow(rows) == (svg, told)
    assert told == "Boxes from top to bottom. Asked 1,200; Took part 4 (1,196 fewer: no time)."
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 (made by us)


def test_a_step_alone_and_steps_that_lose_nobody_are_drawn() -> None:
    (only,), texts, _ = boxes([step("Asked", 6)])
    assert only.height > 0
    assert [text for text, _ in texts] == ["Asked", "6"]
    assert lost(step("All came", 6, lost=0)) == ""
    assert sentence(step("All came", 6, lost=0, reason="of the same practices")) == (
        "All came 6 (of the same practices)"
    )


def test_what_the_study_file_says_is_drawn_with_another_line_than_what_was_counted() -> None:
    with mpl.rc_context(STYLE):
        figure = drawn([step("Asked", 6, counted=False), step("Took part", 4)])
    styles = [p.get_linestyle() for p in figure.axes[0].patches if isinstance(p, Rectangle)]
    assert styles[0] != styles[1]


def arrows(rows: list[dict[str, Any]]) -> list[tuple[float, float, float, float]]:
    """From where to where each arrow goes: x and y in the figure's units."""
    with mpl.rc_context(STYLE):
        axes = drawn(rows).axes[0]
    marks = [text for text in axes.texts if isinstance(text, Annotation)]
    return [(*mark.xyann, *mark.xy) for mark in marks]


def test_a_part_of_a_step_further_up_branches_from_it_and_says_so() -> None:
    rows = [step("Asked", 65), step("Records", 64, of=1, lost=1),
            step("Transcribed", 15, of=1, lost=50)]  # fmt: skip
    down, aside = arrows(rows)
    assert down[0] == down[2]  # straight from the box above
    assert aside[1] == aside[3]  # from the side, past the box between
    assert aside[0] < aside[2]
    with mpl.rc_context(STYLE):
        axes = drawn(rows).axes[0]
        boxes = [p for p in axes.patches if isinstance(p, Rectangle)]
        _, told = flow(rows)
    (way,) = [line for line in axes.lines if len(line.get_xdata()) == 3]
    first = boxes[0]
    assert first.get_y() < way.get_ydata()[0] < first.get_y() + first.get_height()
    assert "Transcribed 15, of the 65 of “Asked” (50 fewer than 65)" in told
    assert "Records 64 (1 fewer)" in told


def test_parts_of_several_steps_keep_to_lanes_of_their_own() -> None:
    rows = [step("A", 9), step("B", 8, of=1, lost=1), step("C", 7, of=1, lost=2),
            step("D", 6, of=2, lost=2)]  # fmt: skip
    starts = [start for start, _, end, _ in arrows(rows) if start < end]
    assert len(starts) == len(set(starts)) == 2
    assert all(start > 0 for start in starts)


def test_with_many_branches_words_stay_on_the_page() -> None:
    rows = [step("A", 99), *(step(f"{n} {LONG}", n, of=1, lost=3, reason=LONG) for n in range(9))]
    drawn_at, texts, whole = boxes(rows)
    assert all(box.x0 >= 0 for box in drawn_at)
    assert all(box.x1 <= whole.x1 for _, box in texts)
