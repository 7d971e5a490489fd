"""De-identification: identifiers found, masked, reviewed, and looked for again."""
