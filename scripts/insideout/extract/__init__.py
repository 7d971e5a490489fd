"""The stage `extract`: medical records, one row an encounter, made into measures a patient."""
