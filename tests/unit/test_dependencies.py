"""Imports found without parsing: the same as Python's own parser finds."""

import ast
from pathlib import Path

import pytest

from insideout import dependencies

REPO = Path(__file__).parents[2]
MODULES = sorted((REPO / "scripts").rglob("*.py"))


def by_parser(file: Path, scripts: Path) -> set[Path]:
    """Library modules that a module imports, by Python's parser."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {found for name in names for found in dependencies._files(name, scripts)}


def test_every_module_imports_what_the_parser_says() -> None:
    scripts = REPO / "scripts"
    found = {file: set(dependencies._imported(file, scripts)) for file in MODULES}
    assert found == {file: by_parser(file, scripts) for file in MODULES}


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("from insideout import rows\n", "rows"),
        ("from insideout.rows import (  # said\n    Row,  # one\n    parse as p,\n)\n", "rows"),
        ("def f():\n    import insideout.rows as r, os\n", "rows"),
        ("if 1:\n\tfrom insideout.rows import Row  # late\n", "rows"),
        ("from insideout import (\n    files,\n    rows,\n)\n", "rows"),
    ],
)
def test_imports_are_found_however_they_are_written(text: str, module: str, tmp_path: Path) -> None:
    file = tmp_path / "made.py"
    file.write_text(text)
    scripts = REPO / "scripts"
    found = dependencies._imported(file, scripts)
    assert scripts / "insideout" / f"{module}.py" in found
    assert set(found) == by_parser(file, scripts)
