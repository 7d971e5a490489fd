"""The stage `annotate`: tokens, sentences, lemmas and negation of every turn.

The only user of spaCy.
"""

from insideout.annotate.tokens import TOKENS, annotate, annotate_and_match, in_a_line

__all__ = ["TOKENS", "annotate", "annotate_and_match", "in_a_line"]
