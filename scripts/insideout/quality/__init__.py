"""The stage `quality`: what can't be right in the data, and who met the criteria."""
