"""How fast `annotate` is against spaCy's bare tokeniser, and how right its negation is.

Run from anywhere: `.venv/bin/python tests/bench/annotate.py`. Both sides of a ratio are measured
in one process on the same texts, in turns; what is printed is the median of the rounds.
"""

from __future__ import annotations

import runpy
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import spacy

from insideout.annotate import annotate
from insideout.annotate.pipelines import lemmas_of

REPO = Path(__file__).parents[2]
NEGATION = runpy.run_path(str(REPO / "tests" / "unit" / "test_negation.py"))
WORDS = 200_000
ROUNDS = 5


def transcripts() -> list[str]:
    """Turns of the study that comes with the line, without their labels. English."""
    files = sorted((REPO / "data" / "polyclinics" / "texts").glob("*.txt"))
    said = [turn for file in files for turn in file.read_text("utf-8").split("\n\n")]
    return [turn.partition(": ")[2] for turn in said if ": " in turn]


def corpus(said: list[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Turns and texts: what is said, again and again, until there are enough words."""
    whole, at, rows = "\n\n".join(said), 0, []
    for n, turn in enumerate(said, 1):
        rows.append({"turn": n, "start": at, "end": at + len(turn)})
        at += len(turn) + 2
    times = -(-WORDS // len(whole.split()))
    turns = pd.concat([pd.DataFrame(rows).assign(source=f"s{n}") for n in range(times)])
    return turns, {f"s{n}": whole for n in range(times)}


def seconds(call: Callable[[], object]) -> float:
    """Wall seconds of a call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def speed(what: str, language: str, said: list[str], opened: float) -> None:
    """Print a row: words a second of the tokeniser and of all, and their ratio.

    The ratio is given without and with `opened`, the seconds that opening the dictionary takes
    once in a run, whatever the number of words.
    """
    turns, texts = corpus(said)
    words = sum(len(text.split()) for text in texts.values())
    rows = zip(turns["source"], turns["start"], turns["end"], strict=True)
    spoken = [texts[source][start:end] for source, start, end in rows]
    languages = dict.fromkeys(texts, language)

    def bare() -> None:
        nlp = spacy.blank(language)
        for text in spoken:
            nlp.make_doc(text)

    bare()
    times = [
        (seconds(bare), seconds(lambda: annotate(turns, texts, languages))) for _ in range(ROUNDS)
    ]
    ratio = statistics.median(one / all_ for one, all_ in times)
    one, all_ = (statistics.median(column) for column in zip(*times, strict=True))
    cold = one / (all_ + opened)
    print(
        f"| {what} | {language} | {words / one:,.0f} | {words / all_:,.0f} | {ratio:.2f} "
        f"| {opened:.2f} | {cold:.2f} |"
    )


def negation() -> None:
    """Print precision and recall, first and now, and every sentence with an error."""
    print("\n| language | first precision | first recall | precision | recall | words |")
    print("|:--|--:|--:|--:|--:|--:|")
    scores: dict[str, Any] = {name: NEGATION["scored"](name) for name in NEGATION["LANGUAGES"]}
    for language, score in scores.items():
        before = " | ".join(f"{value:.3f}" for value in NEGATION["FIRST"][language])
        print(
            f"| {language} | {before} | {score.precision:.3f} | {score.recall:.3f} "
            f"| {score.right + score.missed} |"
        )
    for language, score in scores.items():
        print(f"\n{language} (+ found and not marked, - marked and not found)")
        print("\n".join(score.errors))


def main() -> None:
    """Measure and print."""
    print("| text | rules | tokeniser, words/s | annotate, words/s | ratio", end=" ")
    print("| dictionary, s | ratio with it |\n|:--|:--|--:|--:|--:|--:|--:|")
    for language in NEGATION["LANGUAGES"]:
        opened = seconds(lambda code=language: lemmas_of(code)("ord"))
        speed("transcripts (English)", language, transcripts(), opened)
        marked = [sentence.text for sentence in NEGATION["golden"](language)]
        speed("nothing but negations", language, marked, opened)
    negation()


if __name__ == "__main__":
    main()
