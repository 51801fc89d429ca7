"""Locator filter `up42`: finds products, jobs and listed scenes by any of their words."""

from __future__ import annotations

from typing import Any, List, NamedTuple, Optional

from qgis.core import QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from .host import Host

_translate = QCoreApplication.translate

PREFIX = "up42"
# Beyond these the list is longer than the window.
MAX_RESULTS = 30
# Fewer find half of everything in searches that are for something else.
MIN_LETTERS = 3
_OPEN = "open:"


class _Entry(NamedTuple):
    """Something to find: `target` says what choosing it does."""

    target: str
    text: str
    description: str


class Up42Locator(QgsLocatorFilter):
    """Runs on the main thread, where the lists are; they are short."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._entries: List[_Entry] = []

    def name(self) -> str:
        """Returns the id."""
        return "up42_jobs"

    def displayName(self) -> str:
        """Returns the name in the locator's settings."""
        return _translate("UP42", "UP42 products, jobs and scenes")

    def prefix(self) -> str:
        """Returns the word that begins a search here."""
        return PREFIX

    def clone(self) -> Up42Locator:
        """Returns the filter that carries out one search."""
        return Up42Locator(self._host)

    def flags(self) -> QgsLocatorFilter.Flags:
        """Searches at once on the main thread."""
        return QgsLocatorFilter.Flags(QgsLocatorFilter.Flag.FlagFast)

    def fetchResults(
        self, text: Optional[str], context: QgsLocatorContext, feedback: Optional[QgsFeedback]
    ) -> None:
        """Reports what has all words of a text; without the prefix only texts of some length are searched for."""
        wanted = text or ""
        words = wanted.lower().split()
        if not context.usingPrefix and len(wanted) < MIN_LETTERS:
            return
        found = [entry for entry in self._list() if all(word in _haystack(entry) for word in words)]
        for entry in found[:MAX_RESULTS]:
            result = QgsLocatorResult()
            result.filter = self
            result.displayString = entry.text
            result.description = entry.description
            result.icon = QIcon(self._host.icon)
            _set_target(result, entry.target)
            self.resultFetched.emit(result)

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """Shows what was chosen in the dock."""
        kind, _, key = str(_target(result) or _OPEN).partition(":")
        dock = self._host.open_dock()
        application = self._host.running()
        if application is None:
            return
        if kind == "product":
            application.workbench.select_product(key)
            dock.show_form()
        elif kind == "job":
            dock.show_job(key)
        elif kind == "scene":
            dock.show_scene(key)

    def _list(self) -> List[_Entry]:
        application = self._host.running()
        if application is None:
            text = _translate("UP42", "Open UP42 Jobs")
            return [_Entry(_OPEN, text, _translate("UP42", "Products, jobs and scenes are listed once it is open"))]
        # Loaded with the dock; a plugin that is not used costs nothing here.
        from ..wording import job_state_text, job_title_text, product_name_text, row_kind_text, scene_line_text

        product, job = _translate("UP42", "Product"), _translate("UP42", "{kind}, {state}")
        return [
            *(_Entry(f"product:{item.id}", product_name_text(item), product) for item in application.account.products),
            *(
                _Entry(
                    f"job:{row.key}",
                    job_title_text(row),
                    job.format(kind=row_kind_text(row), state=job_state_text(row)),
                )
                for row in application.jobs.rows()
            ),
            *(
                _Entry(f"scene:{scene.id}", scene_line_text(scene), _translate("UP42", "Scene"))
                for scene in application.scenes.scenes()
            ),
        ]


def _haystack(entry: _Entry) -> str:
    return f"{entry.text} {entry.description} {entry.target}".lower()


def _set_target(result: Any, target: str) -> None:
    # The attribute became a method in later versions of QGIS.
    if hasattr(result, "setUserData"):
        result.setUserData(target)
    else:
        result.userData = target


def _target(result: Any) -> object:
    return result.getUserData() if hasattr(result, "getUserData") else result.userData
