"""The change between two scenes of the list, as a layer above their quicklooks."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, FrozenSet, Iterable, List, Optional, Sequence, Tuple

from qgis.core import QgsLayerTreeGroup, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Cancelled, Up42Error
from ...domain.scenes.change import Change, change_key
from ...domain.scenes.scene import PlacedQuicklook, Scene
from ...gis.scenes.change_layer import change_layer, has_change, remove_change, show_change
from ...wording.change import change_limits, change_title
from ..session.task import Background, Latest, UseCaseTask

SeenScene = Tuple[Scene, PlacedQuicklook]


class ChangeSearch(QObject):
    """Compares two scenes of a list at a time and keeps the last result until it is cleared, as with other scenes.

    `seen` returns a listed scene with its quicklook by its id, `group` where in the layer tree the result goes.
    """

    # Begun, found or failed, cleared
    changed = pyqtSignal()

    def __init__(
        self,
        seen: Callable[[str], Optional[SeenScene]],
        group: Callable[[], QgsLayerTreeGroup],
        project: QgsProject,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._of_id = seen
        self._group = group
        self._project = project
        self._background = Background()
        self._search = Latest(self._background)
        self._is_busy = False
        self._change: Optional[Change] = None
        self._error: Optional[Up42Error] = None
        # The scenes that are compared, or that the last result is about.
        self._pair: FrozenSet[str] = frozenset()
        project.layersRemoved.connect(self._forget_removed)

    @property
    def is_busy(self) -> bool:
        """Returns whether two scenes are being compared."""
        return self._is_busy

    @property
    def change(self) -> Optional[Change]:
        """Returns what was found, None before."""
        return self._change

    @property
    def error(self) -> Optional[Up42Error]:
        """Returns why the last comparison failed, None if it did not."""
        return self._error

    def can_compare(self, scene_ids: Sequence[str]) -> bool:
        """Returns whether these are two scenes with quicklooks."""
        return not self._is_busy and len(self._seen(scene_ids)) == 2

    def is_about(self, scene_ids: Iterable[str]) -> bool:
        """Returns whether the last comparison was one of these two scenes; nothing is about any others."""
        return not self._pair or self._pair == set(scene_ids)

    def start(self, scene_ids: Sequence[str]) -> None:
        """Compares two scenes, the earlier with the later one."""
        if not self.can_compare(scene_ids):
            return
        earlier, later = sorted(self._seen(scene_ids), key=_acquired)
        key = change_key(earlier[0].id, later[0].id)
        target = Path(later[1].raster_path).with_name(f"change_{key}.tif")
        remove_change(self._project, key)
        self._is_busy, self._change, self._error = True, None, None
        self._pair = frozenset((earlier[0].id, later[0].id))
        self.changed.emit()

        def work(task: UseCaseTask) -> Tuple[Change, QgsRasterLayer]:
            # Slow to import and rarely needed.
            from ...gis.scenes.change import find_change

            found = find_change(earlier, later, target, task)
            return found, change_layer(found, change_title(found), change_limits(found))

        def take(result: Optional[Tuple[Change, QgsRasterLayer]], error: Optional[Up42Error]) -> None:
            self._is_busy = False
            if result is not None:
                self._change, layer = result
                show_change(self._project, self._group(), layer)
            if error is not None and not isinstance(error, Cancelled):
                # It reads files and nothing else.
                error.is_nothing_spent = True
                self._error = error
            self.changed.emit()

        self._search.run("UP42: change", work, take)

    def clear(self) -> None:
        """Clears the result, whose layer stays, and cancels a running comparison."""
        self._search.drop()
        self._background.cancel()
        self._is_busy, self._change, self._error = False, None, None
        self.changed.emit()

    def _forget_removed(self) -> None:
        """Clears a result whose layer the user has removed."""
        if self._change is not None and not has_change(self._project, self._change.key):
            self._change = None
            self.changed.emit()

    def close(self) -> None:
        """Stops; nothing arrives afterwards."""
        self._background.close()

    def _seen(self, scene_ids: Sequence[str]) -> List[SeenScene]:
        """Returns those of the scenes that have a quicklook, with it."""
        found = (self._of_id(scene_id) for scene_id in dict.fromkeys(scene_ids))
        return [seen for seen in found if seen is not None and not seen[1].problem]


def _acquired(seen: SeenScene) -> datetime:
    return seen[0].acquired or datetime.min.replace(tzinfo=timezone.utc)
