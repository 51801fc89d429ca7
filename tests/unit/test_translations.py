"""Texts are found by the translator: never formatted before they are translated."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("tr", "translate", "_translate")


def untranslatable(source):
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in NAMES:
            continue
        for argument in node.args:
            is_format = (
                isinstance(argument, ast.Call)
                and isinstance(argument.func, ast.Attribute)
                and argument.func.attr == "format"
            )
            if isinstance(argument, ast.JoinedStr) or is_format or isinstance(argument, ast.BinOp):
                found.append(node.lineno)
    return found


def test_no_text_is_formatted_before_translation():
    found = {
        str(path.relative_to(ROOT)): lines
        for folder in ("ui", "core/processing", "core/app")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (lines := untranslatable(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_check_sees_formatted_texts():
    source = "tr(f'{x} scenes')\nself.tr('a {}'.format(1))\ntr('a' + b)\ntr('fine').format(x)"
    assert untranslatable(source) == [1, 2, 3]
