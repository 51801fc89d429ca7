"""What the parts around the dock need of the plugin: QGIS's interface, the running application, the dock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ..dock import Up42Dock
    from .around_parts import AroundParts


@dataclass(frozen=True)
class Host:
    """`running` returns parts of the application, None until it is first used; `open_dock` builds both if needed.

    `sign_in` does what opening the dock does without showing it; `is_signed_in` returns whether that has begun.
    """

    iface: QgisInterface
    icon: str
    running: Callable[[], Optional[AroundParts]]
    open_dock: Callable[[], Up42Dock]
    sign_in: Callable[[], object]
    is_signed_in: Callable[[], bool]
