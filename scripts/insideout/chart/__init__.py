"""The stage `chart`: framework matrices, rolled up, and out to people for their summaries."""
