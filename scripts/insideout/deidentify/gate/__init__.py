"""The gate: outputs are searched for what was masked before they leave the study."""
