"""The report: a Quarto book made into HTML and PDF.

`embedded.render` always works; `quarto.render` hands the same book to a Quarto that is installed.
"""
