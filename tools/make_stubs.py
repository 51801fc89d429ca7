"""Makes the type stubs for qgis.PyQt and PyQGIS from the installed ones: python tools/make_stubs.py pyqt5|pyqt6 FOLDER

The stubs of PyQGIS are made by SIP, which calls every pointer optional and leaves out what QGIS adds in Python. What is
corrected stands in the tables below, with its reason; nothing else is changed. For PyQt6 the same stubs refer to PyQt6.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Dict, Iterator, List

PACKAGES = Path(__file__).resolve().parents[1] / ".venv-tools/lib"
MODULES = ("QtCore", "QtGui", "QtNetwork", "QtSvg", "QtWidgets", "QtXml")
# Where PyQt5 has two types for one flag and for several, code for both versions uses PyQt6's single one.
FLAGS = {
    "Alignment": "AlignmentFlag",
    "ItemFlags": "ItemFlag",
    "KeyboardModifiers": "KeyboardModifier",
    "MouseButtons": "MouseButton",
    "Orientations": "Orientation",
}
# Arguments and results of Qt that the stubs of either version describe too narrowly.
QT = (
    # Documented: the null pointer takes an object out of its parent.
    (r"def setParent\(self, (\w+): '?(QObject|QWidget)'?", r"def setParent(self, \1: typing.Optional['\2']"),
    # Any object with the buffer protocol, as numpy's.
    (r"def __init__\(self, data: bytes,", "def __init__(self, data: typing.Union[bytes, memoryview],"),
    # A layout has an item at an index, or none.
    (r"(def (?:itemAt|takeAt)\(self, \w+: int\) -> )'?QLayoutItem'?", r"\1typing.Optional['QLayoutItem']"),
    # None is the default of C++.
    (
        r"(class QLayout\([^)]*\):\n(?:.*\n)*?    def __init__\(self, parent: )'?QWidget'?\)",
        r"\1typing.Optional['QWidget'])",
    ),
    # A slot may return anything.
    (r"(PYQT_SLOT = typing.Union\[typing.Callable\[..., )None\]", r"\1object]"),
    # Children of the type that was asked for.
    (
        r"def (findChild)\(self, type: type, (.*)\) -> 'QObject'",
        r"def \1(self, type: typing.Type[_T], \2) -> typing.Optional[_T]",
    ),
    (
        r"def (findChildren)\(self, type: type, (.*)\) -> typing.List\['QObject'\]",
        r"def \1(self, type: typing.Type[_T], \2) -> typing.List[_T]",
    ),
    (r"(?<=\n)(?=class pyqtSignal\b)", "_T = typing.TypeVar('_T')\n"),
    # Bytes are accepted for the arrays of sip, and made of those of Qt.
    (r"PyQt6\.sip\.array\[bytes\]", "bytes"),
    (r"(class QByteArray\(PyQt6.*\n)", r"\1    def __bytes__(self) -> bytes: ...\n"),
    # A container of ranges, and a list of them in Python.
    (
        r"(class QItemSelection\([\w.]*\):\n)",
        r"\1\n    def __iter__(self) -> typing.Iterator['QItemSelectionRange']: ...\n",
    ),
    # Operators that are functions in C++ keep both operands there.
    (r"def (__(?:add|sub|mul|truediv)__)\(self, \w+: 'Q\w+', (\w+: [^,)]+)\)", r"def \1(self, \2)"),
    (r"def (__mul__)\(self, (\w+: (?:int|float)), \w+: 'Q\w+'\)", r"def \1(self, \2)"),
)

# What these return exists as long as QGIS itself, or as the object that returns it.
NEVER_NONE = {
    "QgisInterface": ("mapCanvas", "messageBar", "pluginHelpMenu"),
    "QgsApplication": ("authManager", "instance", "processingRegistry", "taskManager"),
    "QgsFileWidget": ("lineEdit",),
    "QgsMapCanvas": ("getCoordinateTransform",),
    "QgsMapLayer": ("serverProperties",),
    "QgsNetworkAccessManager": ("instance",),
    "QgsProject": ("instance", "layerTreeRoot", "timeSettings"),
    "QgsProviderRegistry": ("instance",),
}
# These make what they return.
MADE = {
    "QgsFillSymbol": ("createSimple",),
    "QgsGeometry": ("createGeometryEngine",),
    "QgsLayerTreeGroup": ("addGroup", "insertGroup", "insertLayer"),
    "QgsLineSymbol": ("createSimple",),
    "QgsMarkerSymbol": ("createSimple",),
    "QgsMessageBar": ("createMessage", "pushWidget"),
}
# Only a null geometry has nothing inside; the callers check for one.
INSIDE = {"QgsGeometry": ("constGet", "get")}
# QGIS calls these with an object.
CALLED_WITH_OBJECTS = re.compile(
    r"(\w*Event|event|eventFilter|paint|postProcessLayer|prepareAlgorithm|processAlgorithm|checkParameterValues)$"
)
# Of a class for which SIP names only the base of what is returned; it converts to the actual class at run time.
RETURNS = {
    ("QgisInterface", "mainWindow"): "QtWidgets.QMainWindow",
    ("QgsLayerTreeNode", "parent"): "typing.Optional['QgsLayerTreeGroup']",
    ("QgsRasterLayer", "temporalProperties"): "'QgsRasterLayerTemporalProperties'",
    ("QgsVectorLayer", "temporalProperties"): "'QgsVectorLayerTemporalProperties'",
}
# Members that QGIS adds in Python, or had before the version that the stubs describe.
ADDED = {
    "Qgis": ("QGIS_VERSION_INT: int", "QGIS_VERSION: str"),
    "QgsTemporalNavigationObject": ("NavigationMode: typing.TypeAlias = Qgis.TemporalNavigationMode",),
    "TransparentThreeValuePixel": ("percentTransparent: float",),
}
_CORE = """
NULL: QVariant
QgsBox3d = QgsBox3D
"""
_UTILS = """from qgis.gui import QgisInterface

iface: QgisInterface

def pluginMetadata(packageName: str, fct: str) -> str: ...
"""
# Exceptions that SIP declares without a class in the stub.
EXCEPTIONS = ("QgsCsException", "QgsProcessingException")
# In Qt 6 these moved to QtGui.
MOVED = ("QAction", "QActionGroup", "QShortcut", "QUndoCommand", "QUndoGroup", "QUndoStack")

_CLASS = re.compile(r"( *)class (\w+)\b.*:")
_METHOD = re.compile(r"    def (\w+)\(")
_OPTIONAL = re.compile(r"-> typing\.Optional\[(.*)\]: \.\.\.$")
_RETURN = re.compile(r"-> .*: \.\.\.$")
_ARGUMENT = re.compile(r"typing\.Optional\[([\w.']+)\](?! = )")
_ALIAS = re.compile(r"^\w+\.\w+\.(\w+) = Qgis\.(\w+)\.\w+$|^Qgis\.(\w+)\.(\w+) = Qgis\.\w+\.\w+$", re.MULTILINE)


def main() -> None:
    """Writes the stubs into the folder."""
    qt, folder = sys.argv[1], Path(sys.argv[2])
    packages = next(PACKAGES.glob("python*/site-packages"))
    source = packages / "qgis-stubs"
    target = folder / "qgis"
    package, qt_source = {"pyqt5": ("PyQt5", "PyQt5-stubs"), "pyqt6": ("PyQt6", "PyQt6")}[qt]
    (target / "PyQt").mkdir(parents=True, exist_ok=True)
    aliases = _aliases((source / "core/__init__.py").read_text(encoding="utf-8"))
    for name in ("_core", "_gui"):
        lines = (source / f"{name}.pyi").read_text(encoding="utf-8").splitlines()
        text = "\n".join(_corrected(lines, aliases)) + "\n"
        _write(target / f"{name}.pyi", _for_qt6(text) if qt == "pyqt6" else text)
    (folder / package).mkdir(exist_ok=True)
    _write(folder / package / "__init__.pyi", "")
    for path in (packages / qt_source).glob("*.pyi"):
        _write(folder / package / path.name, _qt(path.read_text(encoding="utf-8")))
    exceptions = "".join(f"\nclass {name}(Exception): ...\n" for name in EXCEPTIONS)
    _write(target / "core.pyi", f"from qgis._core import *\nfrom {package}.QtCore import QVariant\n{_CORE}{exceptions}")
    _write(target / "gui.pyi", "from qgis._gui import *\n")
    _write(target / "utils.pyi", _UTILS)
    _write(target / "__init__.pyi", "")
    _write(target / "PyQt/__init__.pyi", f"from {package} import sip as sip\n")
    _write(target / "PyQt/sip.pyi", f"from {package}.sip import *\n")
    for module in MODULES:
        _write(target / f"PyQt/{module}.pyi", f"from {package}.{module} import *\n")
    if qt == "pyqt6":
        # QGIS offers them where Qt 5 had them.
        moved = ", ".join(f"{name} as {name}" for name in MOVED)
        _write(target / "PyQt/QtWidgets.pyi", f"from PyQt6.QtWidgets import *\nfrom PyQt6.QtGui import {moved}\n")


def _aliases(additions: str) -> Dict[str, List[str]]:
    """Returns the former names that QGIS adds to its enumerations, by enumeration."""
    found: Dict[str, List[str]] = {}
    for former, enumeration, own, name in _ALIAS.findall(additions):
        found.setdefault(enumeration or own, []).append(former or name)
    return found


def _corrected(lines: List[str], aliases: Dict[str, List[str]]) -> Iterator[str]:
    owner = ""
    for line in lines:
        opened = _CLASS.match(line)
        if opened and not opened[1]:
            owner = opened[2]
        method = _METHOD.match(line)
        # A text of Qt that is null is an empty one in Python.
        line = line.replace("# type: typing.Optional[str]", "# type: str")
        yield _method(line, owner, method[1]) if method else line
        if opened:
            indent = opened[1] + "    "
            yield from (indent + member for member in ADDED.get(opened[2], ()))
            if opened[1] and owner == "Qgis":
                yield from (f"{indent}{name} = ...  # type: Qgis.{opened[2]}" for name in aliases.get(opened[2], ()))


def _method(line: str, owner: str, name: str) -> str:
    if (owner, name) in RETURNS:
        return _RETURN.sub(f"-> {RETURNS[owner, name]}: ...", line)
    if any(name in table.get(owner, ()) for table in (NEVER_NONE, MADE, INSIDE)):
        return _OPTIONAL.sub(r"-> \1: ...", line)
    return _ARGUMENT.sub(r"\1", line) if CALLED_WITH_OBJECTS.match(name) else line


def _qt(text: str) -> str:
    for several, single in FLAGS.items():
        text = re.sub(rf"\bQt\.{several}\b", f"Qt.{single}", text)
    for wrong, right in QT:
        text = re.sub(wrong, right, text)
    return text


def _for_qt6(text: str) -> str:
    for name in MOVED:
        text = re.sub(rf"\bQtWidgets\.{name}\b", f"QtGui.{name}", text)
    return text.replace("PyQt5", "PyQt6")


def _write(path: Path, text: str) -> None:
    # A file that did not change keeps its time, so that mypy takes it from its cache.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
