"""The layer rule: arrows point inwards, and every file keeps to its room."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

PKG = "up42_jobs"
ROOT = Path(__file__).resolve().parents[2]
CORE = f"{PKG}.core"
ELSEWHERE = (f"{PKG}.ui", f"{PKG}.sandbox", f"{PKG}.plugin")
FORBIDDEN = {
    "core/domain": ("qgis", "osgeo", "numpy", "requests", f"{CORE}.api", f"{CORE}.usecases", f"{CORE}.journal",
                    f"{CORE}.gis", f"{CORE}.app", f"{CORE}.processing", *ELSEWHERE),
    "core/api": ("qgis", "osgeo", f"{CORE}.usecases", f"{CORE}.journal", f"{CORE}.gis", f"{CORE}.app",
                 f"{CORE}.processing", *ELSEWHERE),
    "core/journal": ("qgis", "osgeo", "requests", f"{CORE}.api", f"{CORE}.usecases", f"{CORE}.gis", f"{CORE}.app",
                     f"{CORE}.processing", *ELSEWHERE),
    "core/usecases": ("qgis", "osgeo", "requests", f"{CORE}.api", f"{CORE}.journal", f"{CORE}.gis", f"{CORE}.app",
                      f"{CORE}.processing", *ELSEWHERE),
    "core/gis": ("requests", "qgis.gui", f"{CORE}.api", f"{CORE}.usecases", f"{CORE}.journal", f"{CORE}.app",
                 f"{CORE}.processing", *ELSEWHERE),
    "core/app": ("requests", "qgis.gui", "osgeo", f"{CORE}.api", f"{CORE}.journal", f"{CORE}.processing", *ELSEWHERE),
    "core/processing": ("requests", "qgis.gui", "osgeo", f"{CORE}.api", f"{CORE}.journal", f"{CORE}.app", *ELSEWHERE),
    "ui": ("requests", "osgeo", f"{CORE}.api", f"{CORE}.usecases", f"{CORE}.journal", f"{CORE}.gis",
           f"{CORE}.processing", f"{PKG}.sandbox", f"{PKG}.plugin"),
    "sandbox": ("qgis", "requests", f"{PKG}.core", f"{PKG}.ui", f"{PKG}.plugin"),
}
ONLY_HERE = {"requests": ("core/api/transport.py", "core/api/workflow_client.py", "core/api/streams.py")}


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
                if module.startswith(("PyQt5", "PyQt6", "qgis.utils.iface")):
                    broken.append(f"{path.relative_to(root)} imports {module}")
    return broken


def test_every_room_imports_only_what_it_may():
    assert broken_rules(ROOT) == []


def test_the_check_sees_a_forbidden_import(tmp_path):
    for folder in FORBIDDEN:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "core/domain/bad.py").write_text("import json\nfrom qgis.core import QgsProject\n")
    (tmp_path / "core/app/bad.py").write_text("def f():\n    from ..api.transport import Transport\n")
    (tmp_path / "ui/bad.py").write_text("import requests\n")
    (tmp_path / "ui/good.py").write_text("from ..core.domain.aoi import Aoi\n")
    assert broken_rules(tmp_path) == [
        "core/domain/bad.py imports qgis.core.QgsProject",
        "core/app/bad.py imports up42_jobs.core.api.transport.Transport",
        "ui/bad.py imports requests",
    ]


def test_requests_is_sent_from_few_places():
    users = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "core").rglob("*.py"))
        if any(module.split(".")[0] == "requests" for module in imported_modules(path, ROOT))
    ]
    assert set(users) <= set(ONLY_HERE["requests"])


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


def test_no_room_is_in_a_circle():
    graph = {}
    for path in [*ROOT.glob("*.py"), *(ROOT / "core").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        name = ".".join((PKG, *path.relative_to(ROOT).with_suffix("").parts))
        graph[name] = {module.rsplit(".", 1)[0] for module in imported_modules(path, ROOT)}
    state = {}

    def visit(name, trail):
        if state.get(name) == "done" or name not in graph:
            return
        assert name not in trail, " → ".join([*trail[trail.index(name):], name])
        for other in sorted(graph[name]):
            visit(other, [*trail, name])
        state[name] = "done"

    for name in sorted(graph):
        visit(name, [])


def test_no_file_outgrows_its_room():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in ("core", "ui", "sandbox", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []
