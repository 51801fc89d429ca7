"""The thumbnails of quicklooks as icons: decoded when they come into view, the most recent ones cached."""

from __future__ import annotations

from collections import OrderedDict
from typing import Dict, Iterable, Set

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon, QPixmap

from ...domain.scenes.scene import PlacedQuicklook

# More than a tall window shows.
DECODED = 96


class Thumbnails:
    """By scene id; a scene whose quicklook has not arrived has an icon that is only as large as the others."""

    def __init__(self) -> None:
        self._files: Dict[str, bytes] = {}
        self._icons: OrderedDict[str, QIcon] = OrderedDict()
        self._missing: Set[str] = set()
        blank = QPixmap(4, 3)
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)

    def clear(self) -> None:
        """Forgets everything."""
        self._files.clear()
        self._icons.clear()
        self._missing.clear()

    def add(self, arrived: Iterable[PlacedQuicklook]) -> None:
        """Adds quicklooks, or that they could not be fetched."""
        for placed in arrived:
            self._icons.pop(placed.scene_id, None)
            if placed.problem:
                self._missing.add(placed.scene_id)
            else:
                self._missing.discard(placed.scene_id)
                self._files[placed.scene_id] = placed.thumbnail

    def is_missing(self, scene_id: str) -> bool:
        """Returns whether a quicklook could not be fetched."""
        return scene_id in self._missing

    def icon(self, scene_id: str) -> QIcon:
        """Returns the thumbnail of a scene."""
        if scene_id not in self._files:
            return self._blank
        icon = self._icons.pop(scene_id, None)
        if icon is None:
            pixmap = QPixmap()
            pixmap.loadFromData(self._files[scene_id])
            icon = QIcon(pixmap)
        self._icons[scene_id] = icon
        if len(self._icons) > DECODED:
            self._icons.popitem(last=False)
        return icon
