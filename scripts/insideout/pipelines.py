"""Trained spaCy pipelines that a study names. spaCy is imported when one is to be loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from insideout.languages import known_as
from insideout.problems import Problem

if TYPE_CHECKING:
    from spacy.language import Language


def trained(language: str, name: str, exclude: Iterable[str] = ()) -> Language | Problem:
    """The pipeline of a language, without the components in `exclude`, or why there is none."""
    import spacy
    from spacy.about import __version__

    column, wanted = f"pipelines.{language}", f"an installed spaCy pipeline for {language!r}"
    try:
        nlp = spacy.load(name, exclude=list(exclude))
    except (OSError, ImportError, ValueError) as error:
        told = "is not installed" if "[E050]" in str(error) else f"can't be loaded: {error}"
        hint = (
            "get the pipeline's wheel for spaCy "
            f"{__version__.rpartition('.')[0]}, and install it: `uv pip install --python "
            f".venv {name}-VERSION-py3-none-any.whl`; or take the key out of the study file"
        )
        return Problem("the study file", None, column, wanted, f"{name!r}, which {told}", hint)
    if known_as(str(nlp.lang)) != language:
        found = f"{name!r}, which is for {nlp.lang!r}"
        hint = "name the pipeline under its own language"
        return Problem("the study file", None, column, wanted, found, hint)
    return nlp
