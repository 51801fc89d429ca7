"""The plugin shows its texts in the language of QGIS, and the compiled translation is that of its source."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator
from support.translation import FOLDER
from translations import read

from up42_jobs import classFactory

ENGLISH, GERMAN = "No credits were spent.", "Es wurden keine Credits ausgegeben."


def shown():
    return QCoreApplication.translate("UP42", ENGLISH)


@pytest.fixture
def language(qgis_app):
    """Sets the language in the options of QGIS, as its page General does; the system's language is the default."""
    settings = QgsSettings()
    keys = ("locale/overrideFlag", "locale/userLocale")

    def choose(locale, is_override=True):
        settings.setValue(keys[0], is_override)
        settings.setValue(keys[1], locale)

    yield choose
    for key in keys:
        settings.remove(key)


@pytest.mark.parametrize(
    ("locale", "is_override", "expected"),
    [
        ("de_DE", True, GERMAN),
        ("de", True, GERMAN),
        ("de_CH", True, GERMAN),
        ("en_US", True, ENGLISH),
        ("fr", True, ENGLISH),
        # The options keep a language that is not in use; QGIS itself speaks that of the system.
        ("de_DE", False, GERMAN if QLocale.system().name().startswith("de") else ENGLISH),
    ],
)
def test_language_is_that_of_qgis_until_the_plugin_is_unloaded(language, locale, is_override, expected):
    language(locale, is_override)
    plugin = classFactory(None)
    try:
        plugin.initProcessing()
        assert shown() == expected
        algorithm = QgsApplication.processingRegistry().algorithmById("up42jobs:estimate")
        assert algorithm.displayName() == ("Kostenschätzung" if expected == GERMAN else "Estimate")
    finally:
        plugin.unload()
    assert shown() == ENGLISH


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ts")), ids=lambda path: path.stem)
def test_the_compiled_file_has_what_its_source_has(path: Path):
    """What users see is the .qm; `make translations` compiles it."""
    compiled = QTranslator()
    assert compiled.load(str(path.with_suffix(".qm")))
    different = []
    for (context, source), forms in read(path).items():
        numbers = [-1] if len(forms) == 1 else [1, 2]
        found = [compiled.translate(context.encode(), source.encode(), None, number) for number in numbers]
        if found != forms:
            different.append((context, source, found))
    assert different == []


def test_the_language_of_the_command_line_comes_first(language):
    """`qgis --lang de` shows QGIS in German and leaves its options as they are."""
    language("fr")
    QgsApplication.setTranslation("de")
    plugin = classFactory(None)
    try:
        plugin.initProcessing()
        assert shown() == GERMAN
    finally:
        plugin.unload()
        QgsApplication.setTranslation("")


def test_a_translation_gives_the_form_for_the_number(language):
    language("de_DE")
    plugin = classFactory(None)
    try:
        plugin.initProcessing()
        texts = [QCoreApplication.translate("UP42", "%Ln live job(s) cancelled", None, count) for count in (1, 2)]
    finally:
        plugin.unload()
    assert texts == ["1 Live-Job abgebrochen", "2 Live-Jobs abgebrochen"]
