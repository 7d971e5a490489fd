"""The rules of the house (docs and DESIGN): sizes, who may import what, what every rule has."""

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from insideout.house import code_of

REPO = Path(__file__).parents[2]
LIBRARY = REPO / "scripts" / "insideout"
RULE_FILES = sorted((REPO / "workflow" / "rules").glob("*.smk"))
MODULES = sorted(LIBRARY.rglob("*.py"))
STAGES = (
    "intake", "deidentify", "annotate", "code", "agree", "suggest", "chart", "extract", "nest",
    "compare", "test", "judge", "quality", "report", "seal",
)  # fmt: skip
HEAVY = {
    "pandas", "scipy", "statsmodels", "spacy", "sklearn", "matplotlib", "docx", "jsonschema",
    "snakemake", "networkx", "sympy",
}  # fmt: skip
TABLES = {"pandas"}  # every stage but seal reads and writes large tables
# What a stage's script has imported before its work begins ...
AT_START = dict.fromkeys(STAGES, TABLES) | {
    "annotate": TABLES | {"spacy"},
    "suggest": TABLES | {"scipy", "sklearn"},
    "nest": TABLES | {"networkx"},
    "test": TABLES | {"scipy", "statsmodels"},
    "report": TABLES | {"matplotlib"},
    "seal": set(),
}
# ... and what its library may import in all, inside functions too.
EVER = AT_START | {
    "compare": TABLES | {"sympy"},  # where there are truth tables to be minimised
    "intake": TABLES | {"docx"},
    "deidentify": TABLES | {"spacy"},  # where the study names a trained pipeline, which adds names
}


def imported(file: Path) -> set[str]:
    """First words of the modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return {name.split(".")[0] for name in names}


@cache
def loaded_by(statement: str) -> dict[str, str]:
    """Every module that is there after a statement, with its file, in a Python of its own."""
    ask = (
        f"import sys, json; {statement}; "
        "print(json.dumps({n: str(getattr(m, '__file__', '')) for n, m in sys.modules.items()}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=REPO,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: dict[str, str] = json.loads(run.stdout)
    return found


def heavy(statement: str) -> set[str]:
    return HEAVY & set(loaded_by(statement))


def script(stage: str) -> str:
    return f"import runpy; runpy.run_path('scripts/{stage}.py')"


@pytest.mark.parametrize(
    ("most", "files"),
    [
        (40, [REPO / "Snakefile"]),
        (150, RULE_FILES),
        (40, sorted((REPO / "scripts").glob("*.py"))),
        (300, MODULES),
    ],
    ids=["Snakefile", "rule files", "entry scripts", "library"],
)
def test_files_are_short(most: int, files: list[Path]) -> None:
    assert files
    lines = {
        file.relative_to(REPO).as_posix(): len(file.read_bytes().splitlines()) for file in files
    }
    assert {name: count for name, count in lines.items() if count > most} == {}


@pytest.mark.parametrize("file", [REPO / "Snakefile", *RULE_FILES], ids=lambda file: file.name)
def test_workflow_files_import_the_standard_library_and_house_alone(file: Path) -> None:
    lines = re.findall(r"^\s*(?:from|import)\s.*$", file.read_text("utf-8"), re.MULTILINE)
    tree = ast.parse("\n".join(line.strip() for line in lines))
    names = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    ours = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names |= {
        f"{node.module}.{alias.name}" if node.module == "insideout" else str(node.module)
        for node in ours for alias in node.names
    }  # fmt: skip
    allowed = {*sys.stdlib_module_names, "insideout.house", "insideout.progress"}
    assert {
        name for name in names if name not in allowed and name.split(".")[0] not in allowed
    } == set()


def rules() -> dict[str, str]:
    """The text of every rule but `all`, by name."""
    text = "\n".join(file.read_text("utf-8") for file in RULE_FILES)
    parts = re.split(r"^rule (\w+):\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_rules_are_the_stages_in_the_order_of_the_line() -> None:
    order = re.findall(r'^include: "(.*?)"', (REPO / "Snakefile").read_text("utf-8"), re.MULTILINE)
    assert {REPO / name for name in order} == set(RULE_FILES)
    text = "\n".join((REPO / name).read_text("utf-8") for name in order)
    assert tuple(re.findall(r"^rule (\w+):", text, re.MULTILINE)) == STAGES


@pytest.mark.parametrize("stage", STAGES)
def test_every_rule_says_what_it_does_and_names_its_code_log_and_script(stage: str) -> None:
    rule = rules()[stage]
    assert re.match(r' {4}"""[A-Z].*\."""\n', rule), "a docstring in whole sentences"
    assert re.search(r'\n {4}message:\n {8}"[A-Z][^"]*[^."]"\n', rule), "a message"
    logs = "{logs}" if stage in {"intake", "deidentify"} else "{results}/logs"
    assert f'\n    log:\n        f"{logs}/{stage}.log",\n' in rule
    assert f'\n        code=house.code_of("{stage}"),\n' in rule
    assert f'\n    script:\n        "../../scripts/{stage}.py"\n' in rule
    assert not re.search(r"\n {4}(run|shell):", rule)


@pytest.mark.parametrize("stage", STAGES)
def test_an_entry_script_holds_no_logic_but_main_and_the_guard(stage: str) -> None:
    tree = ast.parse((REPO / "scripts" / f"{stage}.py").read_bytes())
    kinds = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    doc, main, guard = kinds
    assert isinstance(doc, ast.Expr)
    assert isinstance(main, ast.FunctionDef)
    assert main.name == "main"
    assert (
        ast.unparse(guard) == "if 'snakemake' in globals():\n    run(main, globals()['snakemake'])"
    )


def test_the_library_imports_itself_by_full_names() -> None:
    """`house.code_of` reads them: a relative import would hide a module from the reruns."""
    relative = [
        file.relative_to(REPO).as_posix() for file in MODULES
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.ImportFrom) and node.level
    ]  # fmt: skip
    assert relative == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_names_every_module_of_ours_that_it_loads(stage: str) -> None:
    named = {Path(file).resolve() for file in code_of(stage)}
    ours = {file for name, file in loaded_by(script(stage)).items() if name.startswith("insideout")}
    assert {Path(file).resolve() for file in ours} <= named
    assert REPO / "scripts" / f"{stage}.py" in named


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_names_every_module_that_a_walk_over_whole_files_finds(stage: str) -> None:
    """Imports in functions, branches and handlers count: what they bring may change a result."""
    named = [Path(file) for file in code_of(stage) if file.endswith(".py")]
    found: set[Path] = set()
    for file in named:
        for node in ast.walk(ast.parse(file.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            stems = [LIBRARY.parent / name.replace(".", "/") for name in names]
            found |= {s.with_suffix(".py") for s in stems} | {s / "__init__.py" for s in stems}
    ours = {file for file in found if file.is_file() and LIBRARY in file.parents}
    assert ours <= {file.resolve() for file in named}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_the_heavy_packages_it_needs_and_no_others(stage: str) -> None:
    assert heavy(script(stage)) == AT_START[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_no_other_heavy_package_later(stage: str) -> None:
    files = [Path(file) for file in code_of(stage) if file.endswith(".py")]
    # schema.py imports jsonschema when a study file is new to the loader, which no stage does
    found = set().union(*(imported(file) for file in files if file.name != "schema.py"))
    assert found & HEAVY == EVER[stage]


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("from insideout import house, progress", set()),
        ("import insideout.check", TABLES),
        ("import insideout.__main__", set()),
    ],
)
def test_a_run_with_nothing_to_do_loads_nothing_heavy(statement: str, loaded: set[str]) -> None:
    assert heavy(statement) == loaded


def test_only_the_house_knows_snakemake() -> None:
    """The library takes the object; it never imports the program."""
    assert [file.name for file in MODULES if "snakemake" in imported(file)] == []
