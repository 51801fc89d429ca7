"""A local stand-in for UP42: `Sandbox`, the `Fault`s that it can simulate, and `main` to run it alone.

The names are loaded on first use, so that importing the package costs nothing. `testing` ships with the plugin
because every route asks it for faults; only tests switch any on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .service import Sandbox, main
    from .testing.faults import Fault

__all__ = ["Fault", "Sandbox", "main"]


def __getattr__(name: str) -> Any:
    """Loads one of the package's names."""
    if name == "Fault":
        from .testing.faults import Fault

        return Fault
    if name in ("Sandbox", "main"):
        from . import service

        return getattr(service, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
