"""Inside-out framework analysis: pure functions over tables, one module per stage of the line.

The line, in order: intake, deidentify, annotate, code, agree, chart, extract, nest, compare, test,
judge, report, seal. `Snakefile` and `workflow/rules/` show how data pass along it.
"""
