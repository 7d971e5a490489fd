"""Random studies with a planted graph of explanations, to see what the nest finds again."""
