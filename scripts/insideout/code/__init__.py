"""The stage `code`: codings found in their texts, the codebook as a table, counts."""
