"""A local stand-in for UP42: `Sandbox`, the `Fault`s that it can be told to have, and `main` to run it alone.

The names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .faults import Fault
    from .service import Sandbox, main

__all__ = ["Fault", "Sandbox", "main"]


def __getattr__(name: str) -> Any:
    """Loads one of the package's names."""
    if name == "Fault":
        from .faults import Fault

        return Fault
    if name in ("Sandbox", "main"):
        from . import service

        return getattr(service, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
