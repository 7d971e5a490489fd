"""The stage `nest`: patients' experience explained from the inside out, ring by ring."""
