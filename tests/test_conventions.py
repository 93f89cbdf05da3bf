"""The tree is the architecture: who imports whom, one door per library, SQL and German only where they belong.

Every failure names file, line and offender.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from einlass import config

ROOT = config.ROOT
CODE = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "einlass").rglob("*.py"))]

# A part → the parts it may import besides itself. `errors`, `config` and `city` are open to all but `stats`.
MAY_IMPORT = {
    "errors": "",
    "city": "",
    "config": "city",
    "formulas": "",
    "stats": "",
    "warehouse": "",
    "remembered": "",
    "cluster": "warehouse",
    "ingest": "warehouse",
    "remarks": "warehouse",
    "audit": "warehouse",
    "indicators": "warehouse",
    "measures": "warehouse",
    "findings": "indicators measures stats warehouse",
    "topics": "findings indicators measures stats warehouse",
    "decision": "findings indicators measures stats topics warehouse",
    "calibration": "",
    "design": "",
    "words": "decision findings indicators measures stats topics",
    "charts": "design findings indicators measures topics words",
    "export": "findings indicators measures stats words",
    "paper": "decision design export findings indicators measures topics warehouse words",
    "release": "design export findings indicators measures paper topics warehouse words",
    "upkeep": "audit indicators ingest paper release remarks warehouse",
    "ui": "audit calibration charts decision design export findings indicators ingest measures paper release remarks "
    "stats topics upkeep warehouse words",
    "cli": "audit cluster export findings indicators ingest measures paper release upkeep warehouse words",
    "__main__": "cli",
    "pages": "charts decision export findings indicators measures release topics ui warehouse words",
    "app": "ui",
}
OPEN_TO_ALL = {"city", "config", "errors", "formulas", "remembered"}
# These speak about results and compute nothing: from the statistics they may take types and constants only.
TAKE_ONLY_TYPES = {"words", "ui", "export"}
DOORS = {
    "streamlit": {"app", "pages", "ui"},
    "plotly": {"charts"},
    "duckdb": {"warehouse"},
    "pyspark": {"cluster"},
    "py4j": {"cluster"},
    "python_calamine": {"ingest"},
    "pyarrow": {"ingest", "warehouse"},
    "typst": {"paper"},
    "docx": {"paper"},
    "jinja2": {"release"},
    "msgspec": {"audit", "release", "warehouse"},
    "rapidfuzz": {"release"},
}

SQL = re.compile(
    r"\s*(select\s.*\bfrom\b|insert\s+into\b|delete\s+from\b|update\s+\w+\s+set\b|with\s+\w+\s+as\s*\("
    r"|(create|drop|alter)\s+(or\s+replace\s+)?(table|view|index)\b|copy\s+\w+\s+(from|to)\b)",
    re.IGNORECASE | re.DOTALL,
)
# Umlauts, and German words that carry none; comments count as well.
GERMAN = re.compile(
    r"[^\W\d_]*[äöüßÄÖÜ][^\W\d_]*"
    r"|\b(Vorfall|Kontrollen?|Fund|Funde|Besuche?|Dienststellen?|Dienstplan|Befragung|Antworten|Kennzahl(en)?"
    r"|Ereignisse?|Beispieldaten|fiktiv|Datenstand|Einlasskontrollen?|gemeldete)\b"
)
AUTHORS = {"Röver", "Böhning"}  # in sources of methods
DECLARES_HEADERS = {f"einlass/ingest/{name}.py" for name in ("sources", "clean/cells", "vocabulary")}
# The way of a file through the ingest: what a stage may not look at.
BEHIND = {
    "einlass/ingest/read": ("clean.rows", "commit", "parse", "hand_out"),
    "einlass/ingest/clean": ("commit", "parse", "hand_out"),
    "einlass/ingest/sources.py": ("read", "commit", "parse", "hand_out"),
}
MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|home|Users|mnt|tm[p])/|\bfile:///|--(?:extra-)?index[-]url|--trusted[-]host"
)
TEXTS = {".py", ".sql", ".css", ".js", ".toml", ".md", ".txt", ".in", ".po", ".sh", ".yml", ".json", ""}
SHIPPED = (
    "app.py",
    "pages",
    "einlass",
    "queries",
    "locales",
    "tests",
    "docs",
    "tools",
    "deploy",
    ".streamlit",
    ".ci",
)
SHIPPED_FILES = (
    "README.md",
    "Makefile",
    "pyproject.toml",
    "requirements*",
    "sample_data/*.*",
    "sample_data/model/*",
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part_of(path: Path) -> str:
    """The part of the architecture that a file belongs to."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "einlass" and len(parts) > 1 else parts[0]


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"), str(path))) for path in CODE)


@cache
def imports(tree: ast.Module) -> tuple[tuple[int, str], ...]:
    """Line and dotted name of everything imported, inside functions too."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return tuple(found)


def test_the_walk_sees_the_code() -> None:
    assert len(CODE) > 20
    assert {part_of(path) for path in CODE} - {"__init__"} == MAY_IMPORT.keys()


def test_nobody_imports_what_the_architecture_forbids() -> None:
    offenders = []
    for path, tree in trees():
        part = part_of(path)
        allowed = {part, *MAY_IMPORT.get(part, "").split()} | (OPEN_TO_ALL if part != "stats" else set())
        for line, imported in imports(tree):
            top, _, rest = imported.partition(".")
            if top in ("pages", "app", "tests") or (top == "einlass" and rest.split(".")[0] not in allowed):
                offenders.append(f"{name_of(path)}:{line} {part} imports {imported}")
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize("stage", BEHIND)
def test_no_stage_of_the_ingest_looks_at_what_comes_behind_it(stage: str) -> None:
    files = [(path, tree) for path, tree in trees() if name_of(path).startswith(stage)]
    assert files
    offenders = [
        f"{name_of(path)}:{line} {imported}"
        for path, tree in files
        for line, imported in imports(tree)
        if imported.startswith(tuple(f"einlass.ingest.{part}" for part in BEHIND[stage]))
    ]
    assert not offenders, "\n".join(offenders)


def test_words_files_and_pages_take_only_types_from_the_statistics() -> None:
    offenders = [
        f"{name_of(path)}:{line} {imported}"
        for path, tree in trees()
        if part_of(path) in TAKE_ONLY_TYPES
        for line, imported in imports(tree)
        if imported.startswith("einlass.stats.") and not imported.rsplit(".", 1)[1][0].isupper()
    ]
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    users = [
        (path, line)
        for path, tree in trees()
        for line, imported in imports(tree)
        if imported.split(".")[0] == library
    ]
    assert users
    offenders = [
        f"{name_of(path)}:{line} {library}" for path, line in users if part_of(path) not in DOORS[library]
    ]
    assert not offenders, "\n".join(offenders)


def docstrings(tree: ast.Module) -> set[int]:
    """Lines on which a docstring begins."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].lineno
        for node in ast.walk(tree)
        if isinstance(node, owners) and ast.get_docstring(node, clean=False) is not None
    }


def test_sql_stands_only_in_queries() -> None:
    offenders = []
    for path, tree in trees():
        prose = docstrings(tree)
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and node.lineno not in prose and SQL.match(node.value):
                offenders.append(f"{name_of(path)}:{node.lineno} {node.value[:60]!r}")
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize(
    ("text", "is_sql"),
    [
        ("select day from visits", True),
        ("\n  SELECT\n*\nFROM x", True),
        ("with days as (select 1)", True),
        ("create or replace table x as", True),
        ("insert into visits by name", True),
        ("Select a measure to begin", False),
        ("With as little as one visitor", False),
        ("Create the folder", False),
        ("begin", False),
    ],
)
def test_sql_is_told_from_prose(text: str, is_sql: bool) -> None:
    assert bool(SQL.match(text)) == is_sql


def test_german_stands_only_in_the_locales_and_the_declared_headers() -> None:
    endings = {".py", ".sql", ".css", ".js"}
    files = [*CODE, *sorted((ROOT / "einlass").rglob("*.*")), *sorted((ROOT / "queries").rglob("*.sql"))]
    offenders = [
        f"{name_of(path)}:{number} {match[0]}"
        for path in dict.fromkeys(files)
        if path.suffix in endings and name_of(path) not in DECLARES_HEADERS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in GERMAN.finditer(line)
        if match[0] not in AUTHORS
    ]
    assert not offenders, "\n".join(offenders)


def test_no_file_names_a_machine() -> None:
    files = [path for name in SHIPPED for path in [ROOT / name, *(ROOT / name).rglob("*")]]
    files += [path for pattern in SHIPPED_FILES for path in ROOT.glob(pattern)]
    texts = [
        path for path in files if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts
    ]
    assert len(texts) > 50
    offenders = [
        f"{name_of(path)}:{number} {match[0]}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in MACHINE.finditer(line)
    ]
    assert not offenders, "\n".join(offenders)


def protocol_members(tree: ast.Module) -> Iterator[str]:
    """Methods that a protocol of the module describes: whoever keeps it need not say it again."""
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef) and "Protocol" in [
            getattr(base, "id", "") for base in owner.bases
        ]:
            members = [node for node in owner.body if isinstance(node, ast.FunctionDef)]
            yield from (node.name for node in members if ast.get_docstring(node))


def test_everything_public_has_a_docstring() -> None:
    offenders = []
    for path, tree in trees():
        if part_of(path) in ("pages", "__main__"):
            continue
        promised = set(protocol_members(tree))
        public: list[tuple[str, ast.AST]] = [(path.stem, tree)]
        public += [("", node) for node in tree.body]
        public += [
            ("", node)
            for owner in tree.body
            if isinstance(owner, ast.ClassDef) and not owner.name.startswith("_")
            for node in owner.body
            if getattr(node, "name", "") not in promised
        ]
        for name, node in public:
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                name = name or node.name
                if any(getattr(one, "id", "") == "overload" for one in getattr(node, "decorator_list", [])):
                    continue  # the function itself says what it does
                if not name.startswith("_") and not ast.get_docstring(node):
                    offenders.append(f"{name_of(path)}:{getattr(node, 'lineno', 1)} {name}")
    assert not offenders, "\n".join(offenders)


WEAK = {"md5", "sha1"}
RUN = {"eval", "exec", "compile", "os.system", "os.popen", "yaml.load", "marshal.loads"}


def test_nothing_is_run_that_a_text_says() -> None:
    """No shell, no code made of data, and no hash that is broken."""
    found = []
    for path in sorted((config.ROOT / "einlass").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                has_shell = any(one.arg == "shell" for one in node.keywords)
                if name in RUN or name.rpartition(".")[2] in WEAK or has_shell:
                    found.append(f"{path.relative_to(config.ROOT)}:{node.lineno} {name}")
    assert found == []
