"""Every table of the project, declared once: what a row means, and each column's meaning and type.

The declarations drive the reader, the writer, column names in code and the data dictionary.
"""

from insideout.tables.declare import Column, Table
from insideout.tables.inputs import INPUTS
from insideout.tables.outputs import OUTPUTS

__all__ = ["INPUTS", "OUTPUTS", "Column", "Table"]
