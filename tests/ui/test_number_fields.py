"""Fields for large numbers group their digits, and take what is typed with separators and without."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QLocale, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit

from up42_jobs.ui.configure.filter_field import LimitField
from up42_jobs.ui.options.options_page import OptionsPage
from up42_jobs.ui.parts.number_spin import NumberSpin


@pytest.fixture
def spin(qtbot):
    spin = NumberSpin()
    qtbot.addWidget(spin)
    spin.setRange(1, 1_000_000)
    spin.setSuffix(" MB")
    spin.show()
    return spin


def typed(spin, text, *, at=None):
    """Types over all that is there, or at a place of it, and leaves the field."""
    line = spin.findChild(QLineEdit)
    if at is None:
        line.selectAll()
    else:
        line.setCursorPosition(at)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    return spin.value(), spin.text()


@pytest.mark.parametrize(("locale", "separator"), [("en_GB", ","), ("de_DE", ".")])
def test_a_number_is_typed_with_separators_and_without(spin, locale, separator):
    """QGIS's field evaluates an expression: a number with separators was none, and the last one came back."""
    spin.setLocale(QLocale(locale))
    assert typed(spin, "30000") == (30_000, f"30{separator}000 MB")
    assert typed(spin, f"41{separator}500") == (41_500, f"41{separator}500 MB")
    # A digit more, before separators are where they belong.
    assert typed(spin, "7", at=6) == (415_007, f"415{separator}007 MB")
    # An expression, as in all fields of QGIS.
    assert typed(spin, "2 * 1000") == (2_000, f"2{separator}000 MB")


@pytest.fixture
def as_qgis_starts():
    """QGIS leaves out separators unless its options ask for them."""
    before, locale = QLocale(), QLocale("en_GB")
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    QLocale.setDefault(locale)
    yield
    QLocale.setDefault(before)


def test_large_numbers_of_options_and_form_are_grouped(as_qgis_starts, application, signed_in, qtbot):
    """They were “20000” and “2000 MB” below sentences with separators."""
    page, limit = OptionsPage(application), LimitField(signed_in.workbench)
    for widget in (page, limit):
        qtbot.addWidget(widget)
        large = [spin for spin in widget.findChildren(NumberSpin) if spin.maximum() >= 1_000]
        assert large or widget is limit
        for spin in large:
            spin.setValue(1_000)
            assert "1,000" in spin.text(), spin.objectName()
    assert limit.findChild(NumberSpin) is not None
