"""Every thread that the plugin starts has a name by which `core/host/memory.py` finds it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from up42_jobs.core.host.memory import THREAD_PREFIX

ROOT = Path(__file__).resolve().parents[2]
# Of the standard library, with the place of the name among the arguments.
KINDS = {"Thread": ("name", 2), "Timer": ("name", 9), "ThreadPoolExecutor": ("thread_name_prefix", 1)}


def names_of_threads(source):
    """Returns the beginning of each name; empty: there is none, or it is computed."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if called in KINDS:
            keyword, place = KINDS[called]
            given = [item.value for item in call.keywords if item.arg == keyword] + call.args[place : place + 1]
            text = given[0] if given else None
            text = text.values[0] if isinstance(text, ast.JoinedStr) else text
            yield text.value if isinstance(text, ast.Constant) else ""


def test_each_thread_has_a_name_of_ours():
    """While one of them lives, Python must not collect on it: what it frees may belong to the window."""
    paths = [ROOT / "plugin.py", *(path for room in ("core", "ui", "sandbox") for path in (ROOT / room).rglob("*.py"))]
    found = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in paths
        for name in names_of_threads(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 5
    assert [(path, name) for path, name in found if not name.startswith(THREAD_PREFIX)] == []


@pytest.mark.parametrize(
    "source",
    ["threading.Thread(target=run)", "Thread(None, run, name)", "ThreadPoolExecutor(4)", "Thread(name=f'{me}-x')"],
)
def test_a_thread_without_one_is_found(source):
    assert list(names_of_threads(source)) == [""]
