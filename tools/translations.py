"""Extracts the texts on screen into resources/i18n/*.ts, keeps their translations, and compiles the .qm files.

Qt's own extractors do not fit: one misses `_translate`, the other gives a module's `tr` the class around it as context,
and neither repeats the texts of a base class for the classes below it, whose names are their contexts at run time.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Set, Tuple

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "i18n"
# Of all texts that no class translates for itself.
CONTEXT = "UP42"
PLURAL_FORMS = 2
_LRELEASE_PACKAGE = "qttools5-dev-tools"

Key = Tuple[str, str]


@dataclass
class Text:
    """A text of the code: where it is, and whether its words depend on a number."""

    is_plural: bool = False
    files: Set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Call:
    owner: str
    context: str
    source: str
    is_plural: bool
    file: str


def texts_of_code(root: Path = ROOT) -> Dict[Key, Text]:
    """Returns every text that the code translates, by context and English text."""
    calls: List[_Call] = []
    bases: Dict[str, Set[str]] = {}
    for path in [root / "plugin.py", *sorted((root / "core").rglob("*.py")), *sorted((root / "ui").rglob("*.py"))]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls += _calls_in(tree, "", path.relative_to(root).as_posix(), bases)
    texts: Dict[Key, Text] = {}
    for call in calls:
        for context in [call.context] if call.context else _family_of(call.owner, bases):
            text = texts.setdefault((context, call.source), Text())
            text.is_plural = text.is_plural or call.is_plural
            text.files.add(call.file)
    return texts


def _calls_in(node: ast.AST, owner: str, file: str, bases: Dict[str, Set[str]]) -> Iterator[_Call]:
    for child in ast.iter_child_nodes(node):
        inner = owner
        if isinstance(child, ast.ClassDef):
            inner = child.name
            bases.setdefault(inner, set()).update(_name_of(base) for base in child.bases)
        elif isinstance(child, ast.Call):
            call = _call_of(child, owner, file)
            if call is not None:
                yield call
        yield from _calls_in(child, inner, file, bases)


def _call_of(node: ast.Call, owner: str, file: str) -> Optional[_Call]:
    name, arguments, context = _name_of(node.func), node.args, CONTEXT
    if name in ("translate", "_translate", "QT_TRANSLATE_NOOP"):
        context, arguments = _string(arguments[:1]), arguments[1:]
    elif name != "tr":
        return None
    elif isinstance(node.func, ast.Attribute):
        if _name_of(node.func.value) != "self":
            # Words of Qt, looked up in its own translation.
            return None
        context = ""
    source = _string(arguments[:1])
    if not source or not (context or (owner and name == "tr")):
        return None
    is_plural = len(arguments) > 2 or any(keyword.arg == "n" for keyword in node.keywords)
    return _Call(owner, context, source, is_plural, file)


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _string(arguments: List[ast.expr]) -> str:
    values = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
    return values[0] if values and isinstance(values[0], str) else ""


def _family_of(name: str, bases: Dict[str, Set[str]]) -> List[str]:
    """Returns a class and all classes below it."""
    below = [other for other, of in bases.items() if name in of]
    return [name, *(deeper for other in below for deeper in _family_of(other, bases))]


def read(path: Path) -> Dict[Key, List[str]]:
    """Returns the translations in a .ts file: one text, or one per plural form; without the unfinished."""
    translations: Dict[Key, List[str]] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") is not None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            if all(forms):
                translations[context.findtext("name") or "", message.findtext("source") or ""] = forms
    return translations


def write(path: Path, texts: Dict[Key, Text], translations: Dict[Key, List[str]]) -> List[Key]:
    """Writes a .ts file with exactly these texts; returns those that lack a translation.

    A text without one takes that of the same words in another context.
    """
    elsewhere = {source: forms for (_, source), forms in translations.items()}
    unfinished = []
    root = ElementTree.Element("TS", version="2.1", language=path.stem.rpartition("_")[2], sourcelanguage="en")
    sections: Dict[str, ElementTree.Element] = {}
    for key in sorted(texts):
        context, source = key
        if context not in sections:
            sections[context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(sections[context], "name").text = context
        message = ElementTree.SubElement(sections[context], "message")
        for file in sorted(texts[key].files):
            ElementTree.SubElement(message, "location", filename=f"../../{file}")
        ElementTree.SubElement(message, "source").text = source
        translation = ElementTree.SubElement(message, "translation")
        count = PLURAL_FORMS if texts[key].is_plural else 1
        forms = translations.get(key) or elsewhere.get(source) or []
        if len(forms) != count:
            unfinished.append(key)
            translation.set("type", "unfinished")
            forms = [""] * count
        if texts[key].is_plural:
            message.set("numerus", "yes")
            for form in forms:
                ElementTree.SubElement(translation, "numerusform").text = form
        else:
            translation.text = forms[0]
    _indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    return unfinished


def _indent(element: ElementTree.Element, depth: int = 0) -> None:
    children = list(element)
    if not children:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in children:
        _indent(child, depth + 1)
        child.tail = element.text
    children[-1].tail = "\n" + "  " * depth


def main() -> int:
    """Updates and compiles every language; names the texts that lack a translation."""
    lrelease = shutil.which("lrelease")
    if lrelease is None:
        print(f"lrelease is missing; Debian's package is {_LRELEASE_PACKAGE}", file=sys.stderr)
        return 1
    texts = texts_of_code()
    for path in sorted(FOLDER.glob("*.ts")):
        for context, source in write(path, texts, read(path)):
            print(f"{path.name}: {context}: {source!r}")
        subprocess.run([lrelease, "-silent", str(path), "-qm", str(path.with_suffix(".qm"))], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
