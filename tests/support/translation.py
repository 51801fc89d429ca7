"""Shows the plugin's texts in another language, as the plugin does for the language of QGIS."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from up42_jobs.ui.jobs.job_actions import job_actions

# By how much texts of other languages are longer than English ones.
LONGER = 0.4
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"


@contextmanager
def shown_in(language: str, locale: str) -> Iterator[QTranslator]:
    """Installs a translation and formats numbers and dates as in its country."""
    translator, before = QTranslator(), QLocale()
    assert translator.load(str(FOLDER / f"up42_jobs_{language}.qm"))
    QCoreApplication.installTranslator(translator)
    QLocale.setDefault(QLocale(locale))
    # Built once: QGIS changes its language when it starts.
    job_actions.cache_clear()
    try:
        yield translator
    finally:
        QCoreApplication.removeTranslator(translator)
        job_actions.cache_clear()
        QLocale.setDefault(before)


class LongWords(QTranslator):
    """Makes every word of the plugin longer by two fifths, as a language may that nobody has translated to yet."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, _note: str = "", count: int = -1) -> str:
        words = text.replace("%Ln", str(count)).split(" ")
        return " ".join(w + "äöüß"[: round(LONGER * len(w))] if w.isalpha() else w for w in words)


@contextmanager
def shown_longer() -> Iterator[None]:
    """Shows texts in longer words."""
    translator = LongWords()
    QCoreApplication.installTranslator(translator)
    try:
        yield
    finally:
        QCoreApplication.removeTranslator(translator)
