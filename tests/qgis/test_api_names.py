"""Every class, enum and constant of QGIS and Qt that the code names exists in this QGIS.

A name that one version lacks (a flat enum on Qt 6, say) is an error only when its line runs, and no run enters every
branch. What is called on objects is not seen here, only what hangs on an imported name.
"""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Iterator, List, Tuple

ROOT = Path(__file__).resolve().parents[2]
# It asks for the version first, and then for what only newer ones have.
COMPATIBILITY = "compat.py"
FOLDERS = ("core", "ui", "sandbox", "tests", "tools")
FILES = [*ROOT.glob("*.py"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]


def _names(tree: ast.AST) -> Iterator[Tuple[str, Tuple[str, ...], int]]:
    """Yields module, dotted name below it and line for each use of what is imported from QGIS."""
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "qgis":
            for alias in node.names:
                imported[alias.asname or alias.name] = (node.module, alias.name)
                yield node.module, (alias.name,), node.lineno
    for node in ast.walk(tree):
        parts: List[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            parts.insert(0, inner.attr)
            inner = inner.value
        if parts and isinstance(inner, ast.Name) and inner.id in imported:
            module, name = imported[inner.id]
            yield module, (name, *parts), node.lineno


def missing_names(source: str) -> List[str]:
    """Returns what the source names of QGIS or Qt that is not there, with its lines."""
    missing = []
    for module, parts, line in _names(ast.parse(source)):
        found = importlib.import_module(module)
        for place, part in enumerate(parts):
            if not hasattr(found, part):
                # A module may not have been imported yet.
                try:
                    found = importlib.import_module(".".join((module, *parts[: place + 1])))
                    continue
                except ImportError:
                    missing.append(f"{line}: {module}.{'.'.join(parts)}")
                    break
            found = getattr(found, part)
    return missing


def test_names_exist() -> None:
    missing = {
        path.relative_to(ROOT).as_posix(): names
        for path in FILES
        if path.name != COMPATIBILITY and (names := missing_names(path.read_text(encoding="utf-8")))
    }
    assert missing == {}


def test_a_missing_name_is_seen() -> None:
    source = "from qgis.PyQt.QtCore import Qt\nQt.ItemDataRole.UserRole\nQt.ItemDataRole.NoSuchRole\n"
    assert missing_names(source) == ["3: qgis.PyQt.QtCore.Qt.ItemDataRole.NoSuchRole"]
