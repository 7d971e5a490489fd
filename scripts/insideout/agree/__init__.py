"""The stage `agree`: what coders agree on, how far, and what the team makes of the rest."""
