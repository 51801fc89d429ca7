"""No line ends between a number and its unit: “4,802” at the end of one line and “credits” on the next are misread."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qgis.PyQt.QtGui import QTextLayout, QTextOption
from qgis.PyQt.QtWidgets import QApplication, QLabel
from support.translation import shown_in

from up42_jobs.core.domain.connections import Region
from up42_jobs.core.domain.scenes.order_figures import OrderFigures
from up42_jobs.ui.parts.small import ProblemLabel, wrapped_label
from up42_jobs.ui.parts.wrapped_label import WrappedLabel, unbroken
from up42_jobs.ui.scenes.selection_bar import SelectionBar

UI = Path(__file__).resolve().parents[2] / "ui"
# A number or sign at the end of a line, and the beginning of the next one that belongs to it.
TORN = re.compile(r"(?:\d \n(?:[^\W\d_]|[%€$–±])|[⚠≈~≤≥±(] \n)")


def lines_of(label, width):
    """The lines that Qt breaks a label's text into, joined by line breaks."""
    lines = []
    for text in QLabel.text(label).split("\n"):
        layout = QTextLayout(text, label.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            lines.append(text[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return "\n".join(lines)


TEXTS = (
    "Live job: 12 scenes · 28,812 credits · ⚠ more than your 8,883",
    "Test query: free. Live job: 12 scenes · 33,358 – 34,858 credits · your balance: 8,883",
    "The product is not sold for so small an area: this area of 0.84 km² is charged as 100 km².",
    "2 selected · covers 100 % · 6,874 credits (≈ €68.74)",
    "The disk is full: 1,234 MB more are needed. Clouds over the area from the quicklook: 52 ± 7 %.",
    "Zwei Szenen, 48,02 € oder 4.802 Credits; noch 3 min 20 s bei 0,5 m.",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("make", [WrappedLabel, lambda: wrapped_label("name"), lambda: ProblemLabel("name")])
def test_no_width_tears_a_figure_from_its_unit(make, text, qgis_app):
    label = make()
    label.setText(text)
    for width in range(90, 640, 10):
        assert not TORN.search(lines_of(label, width)), width
    assert label.text() == text


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_selection_bar_keeps_its_amounts_together(language, qgis_app, qtbot):
    """Between “(≈” and “€25.79)” at 400 px."""
    with shown_in("de", "de_DE") if language == "de" else nullcontext():
        bar = SelectionBar()
        qtbot.addWidget(bar)
        bar.show_figures(OrderFigures(2, 1.0, 2_579, 2_579, 0, 8_000), Region.EU)
        bar.show()
        for width in range(180, 640, 20):
            bar.resize(width, 80)
            QApplication.processEvents()
            assert not TORN.search(lines_of(bar.choice_label, width)), width
            assert "credits" in bar.choice_label.text().lower()


@given(st.text(alphabet="a1,. %€⚠≈~(–±", max_size=40))
def test_only_spaces_change(text):
    assert unbroken(text).replace("\u00a0", " ") == text
    assert unbroken(unbroken(text)) == unbroken(text)


# Texts without figures, lists, and what says with `setWordWrap` that it takes one line or several.
OTHERS = {
    "parts/wrapped_label.py": 1,
    "parts/elided_label.py": 1,
    "scenes/selection_bar.py": 1,
    "notice_bar.py": 1,
    "options/check_dialog.py": 1,
    "options/connection_dialog.py": 1,
    "options/options_page.py": 3,
    "jobs/storage_dialog.py": 1,
    "jobs/log_dialog.py": 1,
    "hold/hold_dialog.py": 2,
}


def test_a_label_that_is_cleared_has_no_text(qgis_app):
    label = WrappedLabel("Signed in as ana@example.org")
    label.clear()
    assert (label.text(), QLabel.text(label)) == ("", "")


def test_each_label_that_wraps_keeps_figures_together():
    """A new sentence that wraps is a `WrappedLabel`; or it has no figure, and is counted here."""
    found = {}
    for path in sorted(UI.rglob("*.py")):
        count = path.read_text(encoding="utf-8").count("setWordWrap(")
        if count:
            found[path.relative_to(UI).as_posix()] = count
    assert found == OTHERS
