"""Codings and codebooks of other tools: taken in, and given out, with what gets lost on the way."""
