"""Intake: transcripts in the formats people have them in become canonical texts and turns."""
