"""The pages on coding and on exchange name what is there: commands, keys, tables, columns."""

import importlib
import re
from pathlib import Path

import pytest
import yaml

from insideout.agree.forms import FORM
from insideout.agree.mapping import mapped
from insideout.commands.import_ import CODEBOOKS, READERS
from insideout.exchange.maxqda import SYSTEM
from insideout.exchange.maxqda_texts import FOLDERS
from insideout.exchange.refi.convention import CODING_KEYS, EXTRAS, LEVEL, MEMO, PARENT
from insideout.reader import framed, read_made, write
from insideout.reference import study_file_page
from insideout.rows import read_rows
from insideout.schema import schema_of, schema_problems
from insideout.suggest.inductive_form import QUOTES, THEMES
from insideout.suggest.suggestion_form import SUGGESTION_FORM
from insideout.tables import INPUTS, OUTPUTS
from insideout.tables.agreement import CONSENSUS, MAPPED
from insideout.tables.coding import CODEBOOK
from insideout.tables.inputs import MAPPING

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("coding.md", "exchange.md")}
STUDY_KEYS = set(re.findall(r"^\| `([^`]+)` \|", study_file_page(), re.MULTILINE))
ALL = "".join(PAGES.values())
LEAST = """study: s
title: t
root: .
levels: [a]
codebook: codebook.yaml
"""


def fenced(page: str, language: str) -> list[tuple[str, str]]:
    """Code blocks of a language: what else stands beside it, and what is in them."""
    found = re.findall(rf"^```{language} ?(\S*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [(name, text) for name, text in found]


def spans(page: str) -> list[str]:
    """What stands in backquotes within lines."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", prose)


def helped(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command says of itself."""
    name = "import_" if command == "import" else command
    with pytest.raises(SystemExit) as ended:
        importlib.import_module(f"insideout.commands.{name}").main(["-h"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_every_command_is_there_and_takes_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    lines = re.findall(r"python -m insideout (\w+)(.*)", ALL)
    assert {name for name, _ in lines} == {
        "adjudicate", "export", "import", "name_themes", "recode", "suggestions",
    }  # fmt: skip
    options = set()
    for name, rest in lines:
        said = helped(name, capsys)
        options |= set(re.findall(r"--[\w-]+", said))
        assert set(re.findall(r"--[\w-]+", rest)) <= set(re.findall(r"--[\w-]+", said)), name
    told = {option for span in spans(ALL) for option in re.findall(r"--[\w-]+", span)}
    assert told <= options


def test_every_key_is_one_of_a_study_file() -> None:
    tops = {key for key in STUDY_KEYS if "." not in key}
    dotted = {
        span for span in spans(ALL)
        if re.fullmatch(r"\w+(\[\])?\.\w+", span) and span.split(".")[0].removesuffix("[]") in tops
        and not span.endswith((".csv", ".yaml", ".xlsx"))
    }  # fmt: skip
    assert dotted
    assert dotted <= STUDY_KEYS


def test_settings_that_are_shown_are_sound() -> None:
    shown = [text for _, text in fenced(ALL, "yaml")]
    shown += [span for span in spans(ALL) if ": " in span and span.split(":")[0] in STUDY_KEYS]
    assert len(shown) > 3
    for text in shown:
        settings = yaml.safe_load(LEAST) | yaml.safe_load(text)
        assert schema_problems(LEAST.encode(), settings, schema_of(), "s.yaml") == [], text


def test_every_table_is_one() -> None:
    made = {"losses", "notes", "codings_without_text"}  # by an import
    named = {span for span in spans(ALL) if re.fullmatch(r"(tables/)?[a-z_]+\.csv", span)}
    assert len(named) > 15
    for span in named:
        folder, _, name = span.removesuffix(".csv").rpartition("/")
        known = {*OUTPUTS, "codings"} if folder else {*INPUTS, *made}
        assert name in known, span


def test_rows_that_are_shown_are_sound(tmp_path: Path) -> None:
    shown = fenced(ALL, "csv")
    assert {name for name, _ in shown} == {"assignments", "adjudications", "mapping", "mapped"}
    for name, text in shown:
        file = tmp_path / f"{name}.csv"
        file.write_text(text, "utf-8")
        rows, problems = read_rows(file, (INPUTS | OUTPUTS)[name])
        assert rows
        assert problems == []


def test_words_in_code_are_keys_columns_choices_or_commands() -> None:
    tables = [*INPUTS.values(), *OUTPUTS.values(), FORM, THEMES, QUOTES, SUGGESTION_FORM]
    columns = [column for table in tables for column in table.columns]
    known = {column.name for column in columns} | {c for one in columns for c in one.choices}
    known |= {table.name for table in tables} | {part for key in STUDY_KEYS
                                                 for part in re.split(r"\W+", key)}  # fmt: skip
    known |= {re.sub("_$", "", file.stem) for file in (DOCS.parent / "scripts/insideout/commands")
              .glob("*.py")}  # fmt: skip
    known |= {"version", "patterns", "yes", "random", *CODING_KEYS, PARENT, LEVEL}
    known |= {*FOLDERS, "_".join(SYSTEM[0].split())}
    known |= {"exact", "folded", "approximate", "themes", "quotes"}
    words = {span for span in spans(ALL) if re.fullmatch(r"[a-z][a-z0-9_]+", span)}
    # an example's codes stand in its table
    words -= set(re.findall(r"\w+", dict(fenced(PAGES["coding.md"], "csv"))["mapped"]))
    assert words <= known, words - known


def test_the_mapping_that_is_shown_gives_the_table_that_is_shown(tmp_path: Path) -> None:
    shown = dict(fenced(PAGES["coding.md"], "csv"))
    rows = shown["mapping"].splitlines()[1:]
    mapping = framed(
        [dict(zip(MAPPING.names, row.split(","), strict=True)) for row in rows], MAPPING
    )
    codes = ["waiting_in_line", "own_doctor", "small_talk", "parking", "access", "continuity"]
    tops = {**dict.fromkeys(codes[:4], "themes"), **dict.fromkeys(codes[4:], "framework")}
    book = [
        {"code": code, "parent": tops.get(code, ""), "path": code, "depth": 0, "name": code,
         "origin": "inductive", "organisational": True}
        for code in ("themes", *codes[:4], "framework", *codes[4:])
    ]  # fmt: skip
    used = [*codes[:4], "own_doctor"]
    codings = [
        {"coding": f"c{n}", "source": "A1", "start": 10 * n, "end": 10 * n + 5, "quote": "x",
         "code": code, "coder": "AM", "passage": f"c{n}", "derived_from": f"c{n}",
         "coders": "AM", "status": "single", "how": "exact", "score": 100.0, "turn": 1,
         "informant": "A1", "round": 1, "origin": "coded"}
        for n, code in enumerate(used)
    ]  # fmt: skip
    _, listed = mapped(framed(codings, CONSENSUS), mapping, framed(book, CODEBOOK))
    write(listed, tmp_path / "mapped.csv", MAPPED)
    (tmp_path / "shown.csv").write_text(shown["mapped"], "utf-8")
    assert listed.equals(read_made(tmp_path / "shown.csv", MAPPED))


def test_the_files_that_an_import_takes_are_told() -> None:
    told = PAGES["exchange.md"]
    assert all(f"`{ending}`" in told for ending in (*READERS, *CODEBOOKS))
    assert f"“{EXTRAS}”" in told
    assert f"“{MEMO}”" in told


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGES[name]):
        file, _, anchor = target.partition("#")
        place = (DOCS / file).resolve() if file else DOCS / name
        assert place.is_file(), target
        heads = re.findall(r"^#+ (.*)$", place.read_text("utf-8"), re.MULTILINE)
        known = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
        assert not anchor or anchor in known, target
