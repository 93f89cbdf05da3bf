"""einlass.stats is pure: it imports numbers and itself only, and every public part says what it is."""

import ast
import sys
from pathlib import Path

import pytest

import einlass.stats

FOLDER = Path(einlass.stats.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
ALLOWED = {"numpy", "scipy", "einlass", "__future__"} | set(sys.stdlib_module_names)


def _names(path: Path) -> list[str]:
    imports = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return [
        node.module or "" if isinstance(node, ast.ImportFrom) else alias.name
        for node in imports
        for alias in node.names
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_imports_only_numbers_and_itself(path: Path) -> None:
    for name in _names(path):
        assert name.split(".")[0] in ALLOWED, name
        assert not name.startswith("einlass") or name.startswith("einlass.stats"), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_public_parts_have_docstrings_and_files_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    assert len(path.read_text().splitlines()) < 300
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.name}: {node.name}"
