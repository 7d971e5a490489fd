"""Stage `judge`: what the data say of hypotheses that were written down before them."""
