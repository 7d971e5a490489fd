"""The stage `test`: statistical tests that a study declares, on the cases of one group.

Import the modules, not the package: `variables` needs the standard library alone (so the check of
all inputs can use it), `tables` and `means` import scipy and statsmodels, which takes a while.
"""
