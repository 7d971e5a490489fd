"""A project that another tool exported; it lies beside the repository."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from insideout.exchange.refi.codebook import codebook_of
from insideout.exchange.refi.read import read

BESIDE = Path(__file__).parents[4] / ".." / "shared"
DATA = Path(os.environ.get("INSIDEOUT_SHARED", BESIDE)) / "data" / "refi-atlasti-standard"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the REFI-QDA project is not at {DATA} (set INSIDEOUT_SHARED)"
)


def test_a_project_of_atlas_ti_without_its_sources() -> None:
    """Counted in the XML by hand: 9 codings of text, 4 of PDF, 2 of a picture, 1 of a video."""
    made = read(DATA / "TestProject.qdpx")
    assert made.tool.startswith("ATLAS.ti 8.4.0")
    assert (len(made.codes), len(made.users), len(made.codings)) == (14, 3, 16)
    codes, sources = {c.guid for c in made.codes}, {s.guid for s in made.sources}
    assert {c.code for c in made.codings} <= codes
    assert {c.source for c in made.codings} <= sources
    assert all(c.start is None and c.end is None for c in made.codings)
    # of the picture, a part of a PDF and the video it has no words, but numbers and times
    assert sum(not c.quote for c in made.codings) == 4
    assert not any(c.quote.endswith(("…", "...")) or ":1" in c.quote for c in made.codings)
    count: Counter[str] = Counter()
    for loss in made.losses:
        count[loss.what] += loss.count
    wanted = {"text selection": 8, "PDF selection": 4, "picture selection": 1, "video selection": 2}
    assert wanted.items() <= count.items()
    assert len(made.sets) == 16
    assert sum(not one.members for one in made.sets) == 1
    (memo,) = (c.memo for c in made.codings if c.memo)
    assert memo == "why does Simon feel the need to do this?"
    assert codebook_of(DATA / "TestProject.qdpx") == list(made.codes)
    assert read(DATA / "Project.qde").codings == made.codings
