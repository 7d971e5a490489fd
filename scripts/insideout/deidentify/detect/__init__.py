"""Detection: where in a text identifiers stand, by rules and lists."""
