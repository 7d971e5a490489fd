"""What a trained pipeline adds."""

from pathlib import Path

import pytest
import spacy

from insideout.deidentify.span import Span
from insideout.deidentify.trained import trained_spans
from insideout.intake.taken import TakenIn
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.outputs import MANIFEST, TURNS


@pytest.fixture
def pipeline(tmp_path: Path) -> str:
    """A pipeline on disk that knows two names and a product."""
    made = spacy.blank("en")
    made.add_pipe("entity_ruler").add_patterns([  # type: ignore[attr-defined]
        {"label": "PERSON", "pattern": "Ludmilla"}, {"label": "GPE", "pattern": "Leeds"},
        {"label": "PRODUCT", "pattern": "Zorb"},
    ])  # fmt: skip
    made.to_disk(tmp_path / "model")
    return str(tmp_path / "model")


def taken(**texts: tuple[str, str]) -> TakenIn:
    """Texts by source, each with its language."""
    rows = [{"source": source, "language": language} for source, (_, language) in texts.items()]
    said = {source: text for source, (text, _) in texts.items()}
    return TakenIn(said, framed(rows, MANIFEST), framed([], TURNS))


def test_names_of_people_and_places_are_masked_until_reviewed(pipeline: str) -> None:
    texts = taken(
        S1=("A: Hm.\n\nB: Ludmilla in Leeds has a Zorb.", "en"), S2=("A: Ludmilla.", "sv")
    )
    found = trained_spans(texts, {"en": pipeline})
    assert found == {"S1": [Span(11, 19, "person", "trained", "masked"),
                            Span(23, 28, "place", "trained", "masked")]}  # fmt: skip


def test_a_pipeline_of_a_language_that_no_source_has_is_not_loaded() -> None:
    assert trained_spans(taken(S1=("x", "en")), {"sv": "no_such_package"}) == {}


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(DataError, match="no_such_package") as caught:
        trained_spans(taken(S1=("x", "en")), {"en": "no_such_package"})
    assert caught.value.problems[0].column == "pipelines.en"


def test_a_pipeline_that_finds_no_names_adds_nothing(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    assert trained_spans(taken(S1=("Ann.", "en")), {"en": str(tmp_path / "model")}) == {}


def test_a_pipeline_of_another_language_is_refused(pipeline: str) -> None:
    with pytest.raises(DataError, match="which is for 'en'"):
        trained_spans(taken(S1=("x", "sv")), {"sv": pipeline})
