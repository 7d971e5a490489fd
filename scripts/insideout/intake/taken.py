"""What intake makes of the sources of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from insideout.reader import read_made
from insideout.tables.outputs import MANIFEST, TURNS

Speakers = pd.DataFrame | Mapping[str, str]  # a table, or the role of each label


@dataclass(frozen=True)
class TakenIn:
    """Texts by source, and the tables MANIFEST and TURNS."""

    texts: dict[str, str]
    manifest: pd.DataFrame
    turns: pd.DataFrame


def taken_from(texts: Iterable[Path], manifest: Path, turns: Path) -> TakenIn:
    """What an earlier run of intake wrote."""
    read = {file.stem: file.read_text("utf-8") for file in texts}
    return TakenIn(read, read_made(manifest, MANIFEST), read_made(turns, TURNS))
