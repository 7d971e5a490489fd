"""Golden numbers for Krippendorff's alpha, by the package krippendorff (0.9.0).

It is under the GPL, so neither the project nor its tests import it. Run where it is installed:

    python tests/golden/agreement_alpha.py > tests/golden/agreement_alpha.json

Invented data: coders × units, null where a coder has no value.
"""

import importlib.metadata
import json
import sys

import krippendorff
import numpy as np

METRICS = ("nominal", "ordinal", "interval", "ratio")


def invented(rng, coders, units, categories, blurred, missing):
    """Coders who see a true value, blurred at times, and skip some."""
    true = rng.integers(1, categories + 1, units)
    other = rng.integers(1, categories + 1, (coders, units))
    seen = np.where(rng.random((coders, units)) < blurred, other, true).astype(float)
    seen[rng.random((coders, units)) < missing] = np.nan
    return seen


def main():
    rng = np.random.default_rng(20260101)
    shapes = [(2, 30, 2, 0.2, 0), (2, 25, 5, 0.3, 0.1), (3, 40, 4, 0.4, 0.2), (5, 20, 3, 0.6, 0.4),
              (4, 60, 6, 0.9, 0.1), (3, 12, 2, 0.5, 0.5)]  # fmt: skip
    made = []
    for shape in shapes:
        data = invented(rng, *shape)
        alpha = {
            metric: krippendorff.alpha(reliability_data=data, level_of_measurement=metric)
            for metric in METRICS
        }
        values = [[None if np.isnan(v) else int(v) for v in row] for row in data]
        made.append({"data": values, "alpha": alpha})
    package = f"krippendorff {importlib.metadata.version('krippendorff')}"
    lines = ",\n".join(json.dumps(entry) for entry in made)
    sys.stdout.write(f'{{"made_by": {json.dumps(package)},\n"alpha": [\n{lines}\n]}}\n')


main()
