"""The stage `test`: statistical tests that a study declares, on the cases of one group.

Import the modules, not the package: `variables` and `shares` take no time to load (so the check
of all inputs can use them), `tables` and `means` import scipy and statsmodels, which takes a while.
"""
