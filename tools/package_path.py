"""Makes the checkout importable as the package `up42_jobs` under any folder name."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from moment import follow_moment

PACKAGE = "up42_jobs"
ROOT = Path(__file__).resolve().parents[1]


def register_package() -> ModuleType:
    """Imports the checkout under the package's name, at the moment that a parent process chose, and returns it."""
    if PACKAGE not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(PACKAGE)
        module = importlib.util.module_from_spec(spec)
        sys.modules[PACKAGE] = module
        spec.loader.exec_module(module)
        follow_moment()
    return sys.modules[PACKAGE]
