"""The layer rule: arrows point inwards, and every file keeps to its room."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

PKG = "up42_jobs"
ROOT = Path(__file__).resolve().parents[2]
CORE = f"{PKG}.core"
HOST_SIDE = (f"{CORE}.host", f"{CORE}.wording")
ELSEWHERE = (f"{PKG}.ui", f"{PKG}.sandbox", f"{PKG}.plugin")
FORBIDDEN = {
    "core/domain": (
        "qgis",
        "osgeo",
        "numpy",
        "requests",
        f"{CORE}.api",
        f"{CORE}.usecases",
        f"{CORE}.journal",
        f"{CORE}.gis",
        f"{CORE}.app",
        f"{CORE}.processing",
        *HOST_SIDE,
        *ELSEWHERE,
    ),
    "core/api": (
        "qgis",
        "osgeo",
        f"{CORE}.usecases",
        f"{CORE}.journal",
        f"{CORE}.gis",
        f"{CORE}.app",
        f"{CORE}.processing",
        *HOST_SIDE,
        *ELSEWHERE,
    ),
    "core/journal": (
        "qgis",
        "osgeo",
        "requests",
        f"{CORE}.api",
        f"{CORE}.usecases",
        f"{CORE}.gis",
        f"{CORE}.app",
        f"{CORE}.processing",
        *HOST_SIDE,
        *ELSEWHERE,
    ),
    "core/usecases": (
        "qgis",
        "osgeo",
        "requests",
        f"{CORE}.api",
        f"{CORE}.journal",
        f"{CORE}.gis",
        f"{CORE}.app",
        f"{CORE}.processing",
        *HOST_SIDE,
        *ELSEWHERE,
    ),
    "core/gis": (
        "requests",
        "qgis.gui",
        f"{CORE}.api",
        f"{CORE}.usecases",
        f"{CORE}.journal",
        f"{CORE}.app",
        f"{CORE}.processing",
        f"{CORE}.wording",
        *ELSEWHERE,
    ),
    "core/host": (
        "requests",
        f"{CORE}.api",
        f"{CORE}.usecases",
        f"{CORE}.journal",
        f"{CORE}.gis",
        f"{CORE}.app",
        f"{CORE}.processing",
        f"{CORE}.wording",
        *ELSEWHERE,
    ),
    "core/wording": (
        "qgis.core",
        "qgis.gui",
        "osgeo",
        "requests",
        f"{CORE}.api",
        f"{CORE}.usecases",
        f"{CORE}.journal",
        f"{CORE}.gis",
        f"{CORE}.host",
        f"{CORE}.app",
        f"{CORE}.processing",
        *ELSEWHERE,
    ),
    "core/app": ("requests", "qgis.gui", "osgeo", f"{CORE}.api", f"{CORE}.journal", f"{CORE}.processing", *ELSEWHERE),
    "core/processing": ("requests", "qgis.gui", "osgeo", f"{CORE}.api", f"{CORE}.journal", f"{CORE}.app", *ELSEWHERE),
    "ui": (
        "requests",
        "osgeo",
        f"{CORE}.api",
        f"{CORE}.usecases",
        f"{CORE}.journal",
        f"{CORE}.gis",
        f"{CORE}.processing",
        f"{PKG}.sandbox",
        f"{PKG}.plugin",
    ),
    "sandbox": ("qgis", "requests", f"{PKG}.core", f"{PKG}.ui", f"{PKG}.plugin"),
}
ROOMS = ("core", "ui", "sandbox")
ONLY_HERE = {
    "requests": tuple(
        f"core/api/{name}.py"
        for name in ("transport", "departure")
    )
}


def imported_modules(path, root):
    package = (PKG,) + path.relative_to(root).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            prefix = ".".join(base + ((node.module,) if node.module else ()))
            yield from (f"{prefix}.{alias.name}" for alias in node.names)


def broken_rules(root):
    broken = []
    for folder, names in FORBIDDEN.items():
        for path in sorted((root / folder).rglob("*.py")):
            for module in imported_modules(path, root):
                if any(module == name or module.startswith(name + ".") for name in names):
                    broken.append(f"{path.relative_to(root)} imports {module}")
    for path in shipped_files(root):
        for module in imported_modules(path, root):
            # The bare module would give its iface away too; single functions of it are fine.
            if module.startswith(("PyQt5", "PyQt6")) or module in ("qgis.utils", "qgis.utils.iface"):
                broken.append(f"{path.relative_to(root)} imports {module}")
    return broken


def shipped_files(root):
    return [*sorted(root.glob("*.py")), *(path for room in ROOMS for path in sorted((root / room).rglob("*.py")))]


def test_every_room_imports_only_what_it_may():
    assert broken_rules(ROOT) == []


def test_the_check_sees_a_forbidden_import(tmp_path):
    for folder in FORBIDDEN:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "core/domain/bad.py").write_text("import json\nfrom qgis.core import QgsProject\n")
    (tmp_path / "core/app/bad.py").write_text("def f():\n    from ..api.transport import Transport\n")
    (tmp_path / "ui/bad.py").write_text("import requests\n")
    (tmp_path / "ui/good.py").write_text("from ..core.domain.aoi import Aoi\n")
    (tmp_path / "core/gis/bad.py").write_text("from ...sandbox import Sandbox\n")
    (tmp_path / "sandbox/bad.py").write_text("from ..core.domain import aoi\n")
    (tmp_path / "plugin.py").write_text("from .sandbox import Sandbox\nfrom qgis.utils import iface\n")
    assert sorted(broken_rules(tmp_path)) == [
        "core/app/bad.py imports up42_jobs.core.api.transport.Transport",
        "core/domain/bad.py imports qgis.core.QgsProject",
        "core/gis/bad.py imports up42_jobs.sandbox.Sandbox",
        "plugin.py imports qgis.utils.iface",
        "sandbox/bad.py imports up42_jobs.core.domain.aoi",
        "ui/bad.py imports requests",
    ]


def test_every_room_has_a_rule():
    rooms = {f"core/{path.parent.name}" for path in ROOT.glob("core/*/__init__.py")} | {"ui", "sandbox"}
    assert rooms == set(FORBIDDEN)
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "plugin.py"}


def test_requests_is_sent_from_few_places():
    users = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "core").rglob("*.py"))
        if any(module.split(".")[0] == "requests" for module in imported_modules(path, ROOT))
    ]
    assert set(users) <= set(ONLY_HERE["requests"])


def test_the_ground_of_texts_is_read_in_one_place():
    """A style sheet may leave a palette with a transparent base: outlines on the map then had no edge."""
    readers = [
        str(path.relative_to(ROOT))
        for path in shipped_files(ROOT)
        if re.search(r"ColorRole\.Base\b|\.base\(\)", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["ui/parts/colours.py"]


def test_pixels_are_never_moved_by_calls_that_hold_the_interpreter():
    """GDAL's ReadRaster and WriteRaster let no other thread run, the window's neither; its array calls do."""
    holding = [
        f"{path.relative_to(ROOT)} calls {node.attr}"
        for path in sorted((ROOT / "core").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("ReadRaster", "WriteRaster")
    ]
    assert holding == []


def test_pure_rooms_import_on_a_python_without_qgis():
    modules = [
        ".".join((PKG, *path.relative_to(ROOT).with_suffix("").parts))
        for folder in ("core/domain", "core/api", "core/usecases", "core/journal", "sandbox")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name not in ("__init__.py", "__main__.py")
    ]
    code = (
        "import sys; sys.modules['qgis'] = None; sys.modules['osgeo'] = None\n"
        f"sys.path.insert(0, {str(ROOT / 'tools')!r})\n"
        "from package_path import register_package; register_package()\n"
        "import importlib\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def circle_in(root):
    files = {".".join((PKG, *path.relative_to(root).with_suffix("").parts)): path for path in shipped_files(root)}
    files = {name[: -len(".__init__")] if name.endswith(".__init__") else name: path for name, path in files.items()}
    graph = {}
    for name, path in files.items():
        imported = imported_modules(path, root)
        graph[name] = {module if module in files else module.rsplit(".", 1)[0] for module in imported} - {name}
    done = set()

    def visit(name, trail):
        if name in done or name not in graph:
            return None
        if name in trail:
            return [*trail[trail.index(name) :], name]
        circles = (visit(other, [*trail, name]) for other in sorted(graph[name]))
        found = next((circle for circle in circles if circle), None)
        done.add(name)
        return found

    return next((circle for circle in (visit(name, []) for name in sorted(graph)) if circle), None)


def test_no_file_imports_itself_in_a_circle():
    assert circle_in(ROOT) is None


def test_the_check_sees_a_circle(tmp_path):
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui/dock.py").write_text("def f():\n    from . import panel\n")
    (tmp_path / "ui/panel.py").write_text("from .dock import Dock\n")
    assert circle_in(tmp_path) == [f"{PKG}.ui.dock", f"{PKG}.ui.panel", f"{PKG}.ui.dock"]


def test_no_file_outgrows_its_room():
    """Also tests and tools: a file that is read in one sitting has one subject."""
    folders = ("core", "ui", "sandbox", "tools", "tests")
    files = [*ROOT.glob("*.py"), *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in files
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def folder_of(module):
    return module.rsplit(".", 1)[0]


def mutual_folders(root):
    modules = {".".join((PKG, *path.relative_to(root).with_suffix("").parts)): path for path in shipped_files(root)}
    arrows = set()
    for name, path in modules.items():
        if not name.startswith((CORE, f"{PKG}.ui")) or path.name == "__init__.py":
            continue
        for imported in imported_modules(path, root):
            target = imported if imported in modules else folder_of(imported)
            if target in modules and folder_of(target) != folder_of(name):
                arrows.add((folder_of(name), folder_of(target)))
    return sorted(f"{a} <-> {b}" for a, b in arrows if a < b and (b, a) in arrows)


def test_no_two_folders_import_each_other():
    """A folder can then be read, tested and changed without the other."""
    assert mutual_folders(ROOT) == []


def test_folders_are_at_most_three_deep_and_files_at_most_400_lines_long():
    deep = [path for path in shipped_files(ROOT) if len(path.relative_to(ROOT).parts) > 4 and path.parts[-1] != "x"]
    assert [str(path) for path in deep if not path.is_relative_to(ROOT / "sandbox")] == []
    long = [path for path in shipped_files(ROOT) if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert [str(path.relative_to(ROOT)) for path in long] == []


# These hand the parts out.
COMPOSERS = {"around/around.py", "dock.py", "notice_parts.py"}


def users_of_the_application(root):
    """Returns the files of ui that import the application or all of its parts, also for their types only."""
    whole = (f"{CORE}.app.application", f"{CORE}.app.parts")
    return {
        str(path.relative_to(root / "ui"))
        for path in sorted((root / "ui").rglob("*.py"))
        if any(module.startswith(whole) for module in imported_modules(path, root))
    }


def test_widgets_take_the_parts_they_use():
    """What a widget needs is in its signature, and mypy refuses the rest."""
    assert users_of_the_application(ROOT) == COMPOSERS


def test_the_check_sees_a_widget_that_takes_all_parts(tmp_path):
    (tmp_path / "ui/jobs").mkdir(parents=True)
    (tmp_path / "ui/dock.py").write_text("from ..core.app.application import Application\n")
    (tmp_path / "ui/jobs/bad.py").write_text("if TYPE_CHECKING:\n    from ...core.app.parts import Parts\n")
    (tmp_path / "ui/jobs/good.py").write_text("from ...core.app.jobs.job_list import JobListModel\n")
    assert users_of_the_application(tmp_path) == {"dock.py", "jobs/bad.py"}


def writable_state(root):
    """Returns the public attributes that classes with signals assign, by class."""
    found = {}
    for path in sorted((root / "core/app").rglob("*.py")):
        for kind in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(kind, ast.ClassDef) or "pyqtSignal(" not in "".join(map(ast.unparse, kind.body)):
                continue
            names = {
                node.attr
                for node in ast.walk(kind)
                if isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and isinstance(node.value, ast.Name)
                and node.value.id == "self"
                and not node.attr.startswith("_")
            }
            if names:
                found[kind.name] = names
    return found


def test_what_a_signal_announces_is_changed_by_its_owner_only():
    """Set from outside, it would leave those who listen with the former state: a property has no setter."""
    assert writable_state(ROOT) == {}


def test_the_check_sees_state_that_can_be_set_from_outside(tmp_path):
    (tmp_path / "core/app").mkdir(parents=True)
    head = "class Query(QObject):\n    changed = pyqtSignal()\n    def run(self):\n"
    (tmp_path / "core/app/query.py").write_text(f"{head}        self.state, self._step = 1, 2\n")
    assert writable_state(tmp_path) == {"Query": {"state"}}
