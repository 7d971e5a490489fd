"""Names in the labels of speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insideout.deidentify.detect.consistency import Known
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.tokens import WORD, bare, composed, words


def label_names(labels: Sequence[str], lists: Lists) -> Iterator[str]:
    """Keys of the names in labels; roles (`Interviewer`, `Patient 2`) and codes are none."""
    for label in labels:
        for match in WORD.finditer(composed(label)[0]):
            word = bare(match[0])[0]
            key = word.casefold()
            coded = len(word) < 2 or word.isupper() or not word.isalpha() or not word[0].isupper()
            role = key in lists.kin or key in lists.titles or key in ROLES or key in lists.allowed
            if not coded and not role and key not in lists.stop:
                yield key


# What a name in a label names: a person of whom nothing else is known.
SPEAKER = Known("person", "", "")
ROLES = words(
    "interviewer interviewee moderator facilitator researcher participant patient respondent"
    " speaker informant translator interpreter observer unknown group focus intervjuare"
    " intervjuaren deltagare informant patient forskare tolk talare intervjuer intervjueren"
    " deltaker deltakeren forsker tolken ordstyrer moderatorn"
)
