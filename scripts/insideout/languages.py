"""Which language serves for a language code."""

from __future__ import annotations

SAME = {"nn": "nb", "no": "nb"}  # Norwegian is worked on as Bokmål


def known_as(language: str) -> str:
    """The language whose rules and lists serve for a code: nb for nn, en for en-GB."""
    main = language.replace("_", "-").partition("-")[0].casefold()
    return SAME.get(main, main)
