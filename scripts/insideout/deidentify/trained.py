"""Names that trained spaCy pipelines find: they add to what is found, and take nothing away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insideout.deidentify.span import Span
from insideout.intake.taken import TakenIn
from insideout.languages import known_as
from insideout.pipelines import trained
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
    named = {known_as(code): name for code, name in pipelines.items()}
    codes = {source: known_as(language) for source, language in languages.items()}
    wanted = sorted({*codes.values()} & {*named})
    found = {code: trained(code, named[code], UNUSED) for code in wanted}
    if problems := [made for made in found.values() if isinstance(made, Problem)]:
        raise DataError(problems)
    loaded = {
        code: pipeline for code, pipeline in found.items()
        if not isinstance(pipeline, Problem) and NAMING & {*pipeline.pipe_names}
    }  # fmt: skip
    return {
        source: _spans(loaded[codes[source]], text)
        for source, text in taken.texts.items() if codes.get(source) in loaded
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
