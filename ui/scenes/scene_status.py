"""The lines above the scene list: what the test query does, what was found, and the progress of the quicklooks."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from ..parts.small import icon_button


class SceneStatus(QWidget):
    """Shows sentences and progress; its buttons belong to the panel."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.state_label = QLabel()
        self.state_label.setObjectName("scenes_state_label")
        self.state_label.setTextFormat(Qt.TextFormat.PlainText)
        self.state_label.setWordWrap(True)
        self.take_filters_off_button = QToolButton()
        self.take_filters_off_button.setObjectName("take_filters_off_button")
        self.take_filters_off_button.setText(self.tr("Clear Filters"))
        self.take_filters_off_button.setToolTip(self.tr("Shows all scenes again"))
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName("dry_run_progress")
        self.progress_bar.setAccessibleName(self.tr("Progress of the test query"))
        self.cancel_button = icon_button("cancel_query_button", "mTaskCancel.svg", self.tr("Cancel the test query"))
        self._running_row = QWidget()
        running = QHBoxLayout(self._running_row)
        running.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self.progress_bar, 1)
        running.addWidget(self.cancel_button)
        line = QHBoxLayout()
        line.addWidget(self.state_label, 1)
        line.addWidget(self.take_filters_off_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self._running_row)

    def show_running(self, is_running: bool, *, is_counted: bool) -> None:
        """Shows or hides the progress; uncounted work has a bar without an end."""
        self._running_row.setVisible(is_running)
        self.progress_bar.setRange(0, 100 if is_counted else 0)


class EmptyPage(QWidget):
    """What is shown in place of a list without rows."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.empty_label = QLabel()
        self.empty_label.setObjectName("no_scenes_label")
        self.empty_label.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_label.setWordWrap(True)
        self.empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_filters_button = QPushButton(self.tr("Clear Filters"))
        self.clear_filters_button.setObjectName("clear_filters_button")
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self.empty_label)
        layout.addWidget(self.clear_filters_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
