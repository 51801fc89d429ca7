"""The lines above the scene list: what the test query does, what was found, and the progress of the quicklooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.scenes.dry_run import DryRun
from ...core.app.scenes.last_query import DryRunState
from ...core.app.scenes.scene_list import SHOWN_UNASKED, SceneListModel
from ...core.domain.scenes.more import larger_limit
from ..parts.elided_label import ElidedLabel
from ..parts.small import icon_button
from ..parts.wrapped_label import WrappedLabel
from ..wording import (
    dry_run_state_text,
    hidden_scenes_text,
    hidden_ticks_text,
    limit_text,
    no_scenes_sentence,
    number_text,
    shown_quicklooks_text,
    shown_scenes_text,
)

if TYPE_CHECKING:
    from ...core.app.scenes.scene_filter import SceneFilterModel
    from ...core.app.session.workbench import Workbench


class SceneStatus(QWidget):
    """Shows sentences; the row with the progress and the button that clears the filters belong to the panel."""

    def __init__(
        self,
        workbench: Workbench,
        dry_run: DryRun,
        scenes: SceneListModel,
        scene_filter: SceneFilterModel,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._dry_run = dry_run
        self._model = scenes
        self._filter = scene_filter
        self.state_label = ElidedLabel("scenes_state_label")
        self.take_filters_off_button = QToolButton()
        self.take_filters_off_button.setObjectName("take_filters_off_button")
        self.take_filters_off_button.setText(self.tr("Clear Filters"))
        self.take_filters_off_button.setToolTip(self.tr("Shows all scenes again"))
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName("dry_run_progress")
        self.progress_bar.setAccessibleName(self.tr("Progress of the test query"))
        self.cancel_button = icon_button("cancel_query_button", "mTaskCancel.svg", self.tr("Cancel the test query"))
        # Below the list: above it, the rows would move under the pointer when the last quicklook is in.
        self.running_row = QWidget()
        running = QHBoxLayout(self.running_row)
        running.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self.progress_bar, 1)
        running.addWidget(self.cancel_button)
        self.more_button = QToolButton()
        self.more_button.setObjectName("show_more_button")
        self.more_button.setText(self.tr("Show More"))
        self.more_button.clicked.connect(self._show_more)
        self._buttons = QVBoxLayout()
        self._buttons.addWidget(self.take_filters_off_button)
        self._buttons.addWidget(self.more_button)
        self._buttons.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.state_label, 1)
        line.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)

        self.cancel_button.clicked.connect(self._dry_run.cancel)
        self._dry_run.progress_changed.connect(self._show_progress)

    def set_low(self, is_low: bool) -> None:
        """Leaves room to the list: sentences and buttons share one line."""
        directions = QBoxLayout.Direction
        self._buttons.setDirection(directions.LeftToRight if is_low else directions.TopToBottom)
        self.state_label.set_one_line(is_low)

    def show_progress_bar(self) -> None:
        """Shows or hides the progress; until quicklooks arrive its duration is unknown."""
        self.running_row.setVisible(self._dry_run.is_busy)
        self.progress_bar.setRange(0, 100 if self._dry_run.state is DryRunState.QUICKLOOKS else 0)

    def _show_progress(self, share: float) -> None:
        self.progress_bar.setValue(round(100 * share))

    def show_state(self) -> None:
        """Updates sentences and button for the scenes that are listed."""
        total, shown = self._model.rowCount(), self._filter.rowCount()
        self.state_label.show_text("\n".join(self._lines(total, shown)))
        self.take_filters_off_button.setVisible(self._filter.filters.is_active and shown > 0)
        limit = self._larger_limit()
        self.more_button.setVisible(limit > 0)
        pattern = self.tr("Runs the free test query again for up to {count} scenes")
        self.more_button.setToolTip(pattern.format(count=number_text(limit)))

    def _larger_limit(self) -> int:
        """Returns the limit that shows more scenes, 0 where there are none or the form is another query by now."""
        collection, found_by, product = self._dry_run.collection, self._dry_run.parameters, self._dry_run.product
        if collection is None or found_by is None or product is None:
            return 0
        if self._dry_run.is_busy or self._dry_run.is_stale or not self._workbench.can_run:
            return 0
        return larger_limit(collection, found_by.limit, product.max_scenes)

    def _show_more(self) -> None:
        limit = self._larger_limit()
        if limit:
            self._workbench.set_limit(limit)
            self._dry_run.start()

    def _lines(self, total: int, shown: int) -> List[str]:
        parts = []
        if self._dry_run.is_busy:
            parts.append(dry_run_state_text(self._dry_run.state))
        if total:
            parts.append(shown_scenes_text(shown, total))
        hidden = len(self._model.ticked_ids()) - len(self._filter.ticked_ids())
        if hidden:
            parts.append(hidden_ticks_text(hidden))
        lines = [" · ".join(parts)]
        # The most important comes first, because a single line is cut at its end.
        if total and self._dry_run.is_stale:
            lines.insert(0, self.tr("The parameters have changed: these scenes belong to the earlier ones."))
        collection = self._dry_run.collection
        if total and collection is not None:
            lines.append(limit_text(collection))
        if total and self._model.shown_count < self._model.image_count > SHOWN_UNASKED:
            lines.append(shown_quicklooks_text(self._model.shown_count, self._model.image_count))
        return [line for line in lines if line]


class EmptyPage(QWidget):
    """What is shown in place of a list without rows."""

    def __init__(self, dry_run: DryRun, scenes: SceneListModel, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._dry_run = dry_run
        self._model = scenes
        self.empty_label = WrappedLabel()
        self.empty_label.setObjectName("no_scenes_label")
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_filters_button = QPushButton(self.tr("Clear Filters"))
        self.clear_filters_button.setObjectName("clear_filters_button")
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self.empty_label)
        layout.addWidget(self.clear_filters_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def show_state(self) -> None:
        """Updates the sentence for what the test query does or has found."""
        total = self._model.rowCount()
        self.empty_label.setText(hidden_scenes_text(total) if total else self._state_text())
        self.clear_filters_button.setVisible(total > 0)

    def _state_text(self) -> str:
        state, collection = self._dry_run.state, self._dry_run.collection
        if state is DryRunState.DONE:
            return no_scenes_sentence(collection.unreadable_count if collection is not None else 0)
        if self._dry_run.is_busy:
            return ""
        if state is DryRunState.IDLE:
            return self.tr("Run a test query on the Configure tab to see the available scenes. It is free.")
        return dry_run_state_text(state)
