"""The button that exports a list of scenes: asks which rows, then for the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, List, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, QStandardPaths
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QMessageBox, QToolButton, QWidget

from ...core.app.areas.list_export import ListExport
from ...core.domain.scenes.export import ExportFormat, ExportTable, format_of
from ..parts.small import describe
from ..wording import number_text
from ..wording.export import export_format_text


@dataclass(frozen=True)
class RowChoice:
    """Rows that can be exported, and how many they are."""

    title: str
    count: int
    table: Callable[[], ExportTable]


class ExportButton(QToolButton):
    """Exports rows of a list; `choices` returns those that there are now, the first one being what the list shows."""

    def __init__(
        self, export: ListExport, choices: Callable[[], List[RowChoice]], name: str, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._export = export
        self._choices = choices
        self._folder, self._filter = "", ""
        self.setObjectName(name)
        self.setText(self.tr("Export…"))
        tip = self.tr("Writes the list to a file: GeoPackage, CSV or STAC ItemCollection. Free of charge")
        describe(self, self.tr("Export list"), tip)
        self.menu_of_rows = QMenu(self)
        self.menu_of_rows.setObjectName(f"{name}_menu")
        self.clicked.connect(lambda: self._ask())

    def show_state(self) -> None:
        """Enables the button if there is anything to export."""
        self.setEnabled(any(choice.count for choice in self._choices()))

    def _ask(self) -> None:
        """Asks for the file, and first for the rows where the list shows only a part of them."""
        choices = [choice for choice in self._choices() if choice.count]
        if len({choice.count for choice in choices}) <= 1:
            for choice in choices[:1]:
                self._save(choice)
            return
        self.menu_of_rows.clear()
        for choice in choices:
            text = self.tr("{title} ({count})…").format(title=choice.title, count=number_text(choice.count))
            self.menu_of_rows.addAction(text, lambda choice=choice: self._save(choice))
        self.menu_of_rows.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _save(self, choice: RowChoice) -> None:
        filters = {f"{export_format_text(kind)} (*{kind.value})": kind for kind in ExportFormat}
        # Without a suffix: that of another format would stay when the user changes the format in the dialog.
        start = str(Path(self._folder or _first_folder()) / "up42_scenes")
        chosen, chosen_filter = QFileDialog.getSaveFileName(
            self, self.tr("Export Scenes"), start, ";;".join(filters), self._filter or next(iter(filters))
        )
        if not chosen:
            return
        path = Path(chosen)
        self._folder, self._filter = str(path.parent), chosen_filter
        if format_of(path) is None:
            path = path.with_name(path.name + filters.get(chosen_filter, ExportFormat.GEOPACKAGE).value)
            # The dialog has asked about the name without the suffix.
            if path.exists() and not self._agrees(path):
                return
        self._export.start(choice.table(), path)

    def _agrees(self, path: Path) -> bool:
        question = self.tr("Replace the file “{name}”?").format(name=path.name)
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        title, default = self.tr("Export Scenes"), QMessageBox.StandardButton.Cancel
        answer = QMessageBox.question(self, title, question, buttons, default)
        return answer == QMessageBox.StandardButton.Yes


def _first_folder() -> str:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return QgsProject.instance().absolutePath() or documents
