"""What a researcher asks of the coding: codes by attribute, presence by site, quotes by code."""
