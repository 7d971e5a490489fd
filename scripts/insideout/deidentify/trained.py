"""Names that trained spaCy pipelines find: they add to what is found, and take nothing away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insideout.deidentify.span import Span
from insideout.intake.taken import TakenIn
from insideout.problems import DataError, Problem

# Labels of spaCy's own pipelines (English, Swedish, Norwegian) as kinds.
LABELS = {
    "PERSON": "person", "PER": "person", "PRS": "person", "GPE": "place", "LOC": "place",
    "FAC": "place", "GPE_LOC": "place", "ORG": "organisation", "GPE_ORG": "organisation",
}  # fmt: skip
NAMING = {"ner", "entity_ruler"}  # components that find names
UNUSED = ("parser", "tagger", "attribute_ruler", "lemmatizer", "morphologizer", "senter")


def trained_spans(taken: TakenIn, pipelines: Mapping[str, str]) -> dict[str, list[Span]]:
    """What the pipelines of a study find, by source.

    `pipelines`: the package (or folder) of each language; a source whose language has none, or
    one that wasn't trained to find names, gets nothing. A span is masked until reviewed: a
    model's guess is no decision. Paragraphs are read one by one, so that none crosses a turn.
    Raises DataError for pipelines that aren't installed.
    """
    languages: dict[str, str] = dict(
        zip(taken.manifest["source"], taken.manifest["language"], strict=True)
    )
    wanted = {code: pipelines[code] for code in sorted({*languages.values()} & {*pipelines})}
    found = {code: _loaded(code, name) for code, name in wanted.items()}
    loaded = {code: pipeline for code, pipeline in found.items() if NAMING & {*pipeline.pipe_names}}
    return {
        source: _spans(loaded[languages[source]], text)
        for source, text in taken.texts.items() if languages.get(source) in loaded
    }  # fmt: skip


def _spans(pipeline: Any, text: str) -> list[Span]:
    found = []
    start = 0
    places: list[int] = []
    lines = text.split("\n")
    for line in lines:
        places.append(start)
        start += len(line) + 1
    for at, doc in zip(places, pipeline.pipe(lines), strict=True):
        found += [
            Span(at + e.start_char, at + e.end_char, LABELS[e.label_], "trained", "masked")
            for e in doc.ents if e.label_ in LABELS
        ]  # fmt: skip
    return found


def _loaded(code: str, name: str) -> Any:
    """A pipeline with what names need. Raises DataError when it can't be loaded."""
    import spacy

    try:
        pipeline = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        hint = f"install {name} into .venv, or take it out of `pipelines`; nothing is fetched here"
        found = "no such package or folder" if isinstance(error, OSError) else str(error)
        where = f"pipelines.{code}"
        problem = Problem("study file", None, where, f"a spaCy pipeline {name}", found, hint)
        raise DataError(problem) from error
    for part in (part for part in UNUSED if part in pipeline.pipe_names):
        pipeline.disable_pipe(part)
    return pipeline
