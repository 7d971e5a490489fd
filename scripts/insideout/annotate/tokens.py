"""The table of tokens and the table of sentences."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy import attrs
from spacy.language import Language
from spacy.lexeme import Lexeme
from spacy.pipeline import Sentencizer

from insideout.annotate.cues import CUES
from insideout.annotate.negation import negated
from insideout.annotate.patterns import Hit, Patterns, found_by, matches
from insideout.annotate.pipelines import lemmas_of, pipelines_of
from insideout.languages import known_as
from insideout.tables.outputs import SENTENCES

log = logging.getLogger("annotate")
TOKENS = (
    "source", "turn", "sentence", "start", "end", "lower", "lemma", "is_word", "is_stop", "negated",
)  # fmt: skip
ENDS = frozenset(Sentencizer.default_punct_chars)
SENTENCE_PIPES = frozenset(("parser", "senter", "sentencizer"))  # those that find sentences
LONGEST = 24  # tokens that stand between square brackets as one pseudonym or note
BATCH = 256  # turns that are in memory as spaCy's documents at a time


def annotate(
    turns: pd.DataFrame,
    texts: Mapping[str, str],
    languages: Mapping[str, str],
    pipelines: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tokens and sentences of all turns, as `annotate_and_match` makes them."""
    return annotate_and_match(turns, texts, languages, pipelines)[:2]


def annotate_and_match(
    turns: pd.DataFrame,
    texts: Mapping[str, str],
    languages: Mapping[str, str],
    pipelines: Mapping[str, str] | None = None,
    patterns: Patterns | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Tokens and sentences of all turns, and words that fit the codebook's patterns.

    A row of the first is a token (columns TOKENS; offsets are code points of the canonical text),
    white space left out, in the order of `texts` and of offsets. `lemma` is the dictionary form in
    lower case, `is_word` true of letters alone (but of words in square brackets, which nobody
    said), `is_stop` of words of spaCy's list, `negated` of words inside the scope of a negation. A
    row of the second is a sentence (table `sentences`), of the third words that fit a pattern
    (table `matches`). `languages`: code of each source. `pipelines`: names of trained spaCy
    pipelines by language, whose sentences and lemmas are used. `patterns`: by code. Raises
    DataError where a pipeline isn't installed.
    """
    order = {source: n for n, source in enumerate(texts)}
    said = turns.assign(n=turns["source"].map(order)).sort_values(["n", "start"], kind="stable")
    if said.empty:
        return _empty(), _sentences(_empty()), matches([], said, _empty(), texts)
    bounds = zip(said["source"], said["start"].tolist(), said["end"].tolist(), strict=True)
    spoken = [texts[source][start:end] for source, start, end in bounds]
    codes = said["source"].map(languages).map(known_as)
    parts, hits = [], list[Hit]()
    for language, nlp in pipelines_of(set(codes), pipelines or {}).items():
        here = np.flatnonzero(codes == language)
        part, text, fitting = _of_language(nlp, language, [spoken[n] for n in here], patterns or {})
        parts.append(part.assign(at=here[text]))
        hits += [hit._replace(text=here[hit.text]) for hit in fitting]
    found = pd.concat(parts, ignore_index=True).sort_values("at", kind="stable", ignore_index=True)
    tokens, sentences = _placed(found, said)
    return tokens, sentences, matches(hits, said, tokens, texts)


def _placed(found: pd.DataFrame, said: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables, with the turns' sources, numbers and offsets, and sentences by source."""
    at = found.pop("at").to_numpy()
    start = said["start"].to_numpy("int64")[at]
    source = said["n"].to_numpy()[at]
    new = np.diff(at, prepend=-1) | np.diff(found["sentence"].to_numpy(), prepend=-1)
    through = np.cumsum(new != 0)
    before = np.flatnonzero(np.diff(source, prepend=-1))
    earlier = np.repeat(through[before] - 1, np.diff(np.append(before, len(found))))
    found = found.assign(
        source=said["source"].array.take(at),
        turn=said["turn"].to_numpy("int64")[at],
        sentence=through - earlier,
        start=found["start"] + start,
        end=found["end"] + start,
    )[list(TOKENS)]
    return found, _sentences(found)


def _empty() -> pd.DataFrame:
    kinds = {"turn": "int64", "sentence": "int64", "start": "int64", "end": "int64"}
    kinds |= {"is_word": "bool", "is_stop": "bool", "negated": "bool"}
    return pd.DataFrame({name: pd.Series([], dtype=kinds.get(name, "str")) for name in TOKENS})


def _of_language(
    nlp: Language, language: str, spoken: Sequence[str], patterns: Patterns
) -> tuple[pd.DataFrame, NDArray[np.intp], list[Hit]]:
    """Tokens of some texts, with offsets in each, each token's text by number, and what fits.

    Sentences are numbered through all of them.
    """
    if language not in CUES:
        log.warning("no rule of negation for language %r: no word counts as negated", language)
    nlp.max_length = max(nlp.max_length, *map(len, spoken))  # the limit is for parsers' memory
    trained, ends = bool(nlp.pipe_names), not SENTENCE_PIPES.isdisjoint(nlp.pipe_names)
    read = [attrs.ORTH, attrs.IDX, *([attrs.LEMMA, attrs.SENT_START] if trained else [])]
    find = found_by(nlp, language, patterns) if patterns else None
    arrays, hits = [], list[Hit]()
    for number, doc in enumerate(nlp.pipe(spoken, batch_size=BATCH)):
        arrays.append(doc.to_array(read))  # before `find` puts its lemmas there
        hits += find(number, doc) if find else ()
    text = np.repeat(np.arange(len(arrays)), [len(array) for array in arrays])
    table = np.concatenate(arrays)
    word, orth = pd.factorize(table[:, 0])
    known = [nlp.vocab[int(number)] for number in orth]  # what holds of a word wherever it stands
    begins = table[:, 3] == 1 if ends else _begin(text, word, known)
    opens = _flags([lexeme.is_left_punct and not lexeme.is_quote for lexeme in known])[word]
    begins = _opened(begins, opens & ~_flags([x.is_right_punct for x in known])[word], text)
    begins[np.flatnonzero(np.diff(text, prepend=-1))] = True
    sentence = np.cumsum(begins, dtype=np.int64)
    kept = np.flatnonzero(~_flags([lexeme.is_space for lexeme in known])[word])
    table, text, sentence, word = table[kept], text[kept], sentence[kept], word[kept]
    lower = [lexeme.lower_ for lexeme in known]
    start = table[:, 1].astype("int64")
    frame = pd.DataFrame(
        {
            "sentence": sentence,
            "start": start,
            "end": start + np.array([len(lexeme.orth_) for lexeme in known], dtype="int64")[word],
            "lower": _spread(lower, word),
            "lemma": _lemmas(nlp, table[:, 2]) if trained else "",
            "is_word": _flags([lexeme.is_alpha for lexeme in known])[word]
            & ~_put(text, lower, word),
            "is_stop": _flags([lexeme.is_stop for lexeme in known])[word],
            "negated": negated(lower, word, sentence, language),
        }
    )
    missing = frame["lemma"] == ""
    if missing.any():
        form = lemmas_of(language)
        forms = _spread([form(string) for string in lower], word)
        frame["lemma"] = forms if missing.all() else frame["lemma"].where(~missing, forms)
    return frame, text, hits


def _flags(values: Sequence[bool]) -> NDArray[np.bool_]:
    return np.array(values, dtype=bool)


def _put(
    text: NDArray[np.intp], lower: Sequence[str], word: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Words in square brackets, which nobody said: pseudonyms, and notes such as [laughs]."""
    opens, closes = (_flags([string == mark for string in lower])[word] for mark in "[]")
    last = np.maximum.accumulate(np.where(opens, np.arange(len(word)), -1))
    ends = np.where(closes, np.arange(len(word)), len(word))
    following = np.minimum.accumulate(ends[::-1])[::-1]
    inside = (last >= 0) & (following < len(word))
    at, to = np.flatnonzero(inside), following[inside]
    near = (text[last[at]] == text[at]) & (text[to] == text[at]) & (to - last[at] <= LONGEST)
    closed = np.cumsum(closes)
    inside[at] = near & (closed[at] == closed[last[at]])
    return inside


def _begin(
    text: NDArray[np.intp], word: NDArray[np.intp], known: Sequence[Lexeme]
) -> NDArray[np.bool_]:
    """Tokens that begin a sentence, by the rule of spaCy's sentencizer, whose loop is slower.

    A sentence begins with the first token that is no punctuation after one that ends sentences.
    """
    ends = _flags([lexeme.orth_ in ENDS for lexeme in known])[word]
    punctuation = _flags([lexeme.is_punct for lexeme in known])[word]
    plain = np.flatnonzero(~punctuation & ~ends)
    ended = np.cumsum(ends)
    first = np.searchsorted(text, text[plain])  # of the same text
    before = np.append(0, plain[:-1])  # the plain token before, or the text's first
    before = np.maximum(before, first)
    begins = np.zeros(len(text), dtype=bool)
    begins[plain] = ended[plain] > ended[before] - ends[before]
    return begins


def _opened(
    begins: NDArray[np.bool_], opens: NDArray[np.bool_], text: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Tokens that begin a sentence, its opening brackets with it: "[Nurse 1] came." is whole."""
    while len(back := 1 + np.flatnonzero(begins[1:] & opens[:-1] & (text[1:] == text[:-1]))):
        begins[back], begins[back - 1] = False, True
    return begins


def _spread(strings: Sequence[str], which: NDArray[np.int64]) -> pd.api.extensions.ExtensionArray:
    return pd.array(list(strings), dtype="str").take(which)


def _lemmas(nlp: Language, hashes: NDArray[np.uint64]) -> pd.api.extensions.ExtensionArray:
    which, unique = pd.factorize(hashes)
    return _spread([nlp.vocab.strings[int(number)].lower() for number in unique], which)


def _sentences(tokens: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table `sentences`, by the first and the last token of each."""
    new = tokens["sentence"].ne(tokens["sentence"].shift()) | tokens["source"].ne(
        tokens["source"].shift()
    )
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(tokens))[: len(first)] - 1
    table = tokens.iloc[first][["source", "turn", "sentence", "start"]].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[last]
    words = np.append(0, np.cumsum(tokens["is_word"].to_numpy()))
    table["words"] = words[last + 1] - words[first]
    counts = ["turn", "sentence", "start", "end", "words"]
    return table.astype(dict.fromkeys(counts, "Int64"))[SENTENCES.names]


def in_a_line(tokens: pd.DataFrame, turns: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """What the stage made, for the person watching."""
    lemmas = tokens.loc[tokens["is_word"], "lemma"].nunique()
    return (
        f"{len(turns):,} turns → {len(sentences):,} sentences, {len(tokens):,} tokens, "
        f"{lemmas:,} lemmas"
    )
