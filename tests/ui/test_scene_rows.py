"""Rows of the scene list as they are painted and read aloud: contrast, focus, marks, columns, right to left."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import QBuffer, QByteArray, QItemSelectionModel, QRect, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QStyle
from support.scene_panel import click_tick, show_result, some_scenes
from support.themes import night_mapping

from up42_jobs.core.app.scenes.figures import CAPTIONED
from up42_jobs.core.domain.jobs.credits import EstimateLine
from up42_jobs.core.domain.scenes.scene import PlacedQuicklook
from up42_jobs.ui.parts.card import CardPainter, padding
from up42_jobs.ui.parts.colours import READABLE, contrast
from up42_jobs.ui.scenes.row_marks import TARGET, eye_rect, marks_width, tick_rect
from up42_jobs.ui.scenes.scenes_panel import ScenesPanel
from up42_jobs.ui.wording import UNKNOWN

NARROW, WIDE = 340, 700
# Of the tab; in a low one rows have three lines.
LOW, HIGH = 500, 900


def picture():
    """A JPEG of one colour."""
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 30, 30))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    return bytes(data)


@pytest.fixture
def panel(application, canvas, qtbot):
    """Five scenes with all figures; text without soft edges, so that its pixels have its colour."""
    panel = ScenesPanel(application, canvas)
    qtbot.addWidget(panel)
    font = QFont(panel.font())
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    panel.scenes_view.setFont(font)
    panel.resize(WIDE, HIGH)
    panel.show()
    show_result(application, tuple(replace(scene, processing_level="SENSOR") for scene in some_scenes(5)))
    placed = [
        PlacedQuicklook(
            f"scene-{number}", "x", "y", "corners", 0.9, aoi_cloud_cover=11.0 * number, thumbnail=picture()
        )
        for number in range(5)
    ]
    application.scenes.set_quicklooks(placed)
    application.scenes.set_costs([EstimateLine("", 900, 900, scene_id=f"scene-{number}") for number in range(5)])
    application.scenes.set_owned(["scene-1"])
    yield panel
    panel.release()


def settle(view):
    """Waits until layout, scroll bar and heights of rows have followed each other: Qt 6 takes more turns than Qt 5."""
    seen, same = None, 0
    while same < 5:
        QTest.qWait(5)
        now = (view.size(), view.viewport().size(), view.visualRect(view.model().index(0, 0)))
        seen, same = now, same + 1 if now == seen else 0


def painted(panel, row, state=QStyle.StateFlag.State_None):
    """The picture of a row in a state, and its option."""
    view = panel.scenes_view
    settle(view)
    index = view.model().index(row, 0)
    option = view.row_option(index)
    size = option.rect.size()
    option.rect = QRect(0, 0, size.width(), size.height())
    option.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Active | state
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.itemDelegate().paint(painter, option, index)
    painter.end()
    return image, option


def colours(image, rect):
    """The colours in a part of a picture, the most frequent first."""
    found = Counter(
        image.pixel(x, y) for x in range(rect.left(), rect.right() + 1) for y in range(rect.top(), rect.bottom() + 1)
    )
    return [QColor(pixel) for pixel, _ in found.most_common()]


def text_part(option):
    """What a row has beside its marks and its thumbnail."""
    room = padding(option)
    left = marks_width(option) + min(option.rect.height(), option.rect.width() // 7) + 2 * room
    return option.rect.adjusted(left, room, -room, -room)


def light(panel):
    panel.setPalette(QApplication.style().standardPalette())


def dark(panel):
    panel.setStyleSheet(night_mapping())


def high_contrast(panel):
    palette = QPalette(QColor("black"))
    for role, color in (
        (QPalette.ColorRole.Base, "black"),
        (QPalette.ColorRole.Text, "yellow"),
        (QPalette.ColorRole.Highlight, "cyan"),
        (QPalette.ColorRole.HighlightedText, "black"),
    ):
        palette.setColor(role, QColor(color))
    panel.scenes_view.setPalette(palette)


@pytest.mark.parametrize("look", [light, dark, high_contrast])
@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("state", [QStyle.StateFlag.State_None, QStyle.StateFlag.State_Selected])
def test_every_text_of_a_row_can_be_read(panel, look, width, state, height):
    """Captions on a selection had 2.8 : 1 in the light theme and 2.1 : 1 in Night Mapping."""
    look(panel)
    panel.resize(width, height)
    for hover in (QStyle.StateFlag.State_None, QStyle.StateFlag.State_MouseOver):
        image, option = painted(panel, 1, state | hover)
        ground, *inks = colours(image, text_part(option))
        # The text, and its captions.
        assert len(inks) == 2
        assert [round(contrast(ink, ground), 1) for ink in inks if contrast(ink, ground) < READABLE] == []


def test_the_row_that_the_keys_are_on_has_a_frame(panel):
    """Ctrl+Down moved the current row without any mark."""
    plain, option = painted(panel, 2)
    focused, _ = painted(panel, 2, QStyle.StateFlag.State_HasFocus)
    edge = QRect(option.rect.left(), option.rect.top(), option.rect.width(), 2)
    assert contrast(colours(focused, edge)[0], colours(plain, edge)[0]) > 3.0
    view = panel.scenes_view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.currentIndex().row() == 1
    assert not view.selectionModel().isSelected(view.currentIndex())


@pytest.mark.parametrize("state", [QStyle.StateFlag.State_None, QStyle.StateFlag.State_Selected])
@pytest.mark.parametrize("look", [light, dark])
def test_tick_and_eye_tell_their_state_by_form(panel, application, look, state):
    """In Night Mapping the tick of a selected row was green on green."""
    look(panel)
    forms = []
    for is_on in (False, True):
        application.scenes.tick(["scene-0"], is_on)
        application.scenes.set_shown(["scene-0"], is_on)
        image, option = painted(panel, 0, state)
        found = []
        for rect in (tick_rect(option), eye_rect(option)):
            ground = QColor(image.pixel(rect.left(), rect.center().y()))
            shades = [contrast(color, ground) for color in colours(image, rect)]
            # Of a shape that is no text (WCAG 2.1, success criterion 1.4.11).
            assert max(shades) >= 3.0
            ink = frozenset(
                (x, y)
                for x in range(rect.left(), rect.right())
                for y in range(rect.top(), rect.bottom())
                if contrast(QColor(image.pixel(x, y)), ground) > 2.5
            )
            found.append(ink)
        forms.append(found)
    assert all(len(off ^ on) > 10 for off, on in zip(*forms))


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_marks_are_large_enough_to_be_hit(panel, width, height):
    panel.resize(width, height)
    _, option = painted(panel, 0)
    for rect in (tick_rect(option), eye_rect(option)):
        assert min(rect.width(), rect.height()) >= TARGET
    assert not tick_rect(option).intersects(eye_rect(option))


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_captions_stand_at_the_same_place_in_every_row(panel, width, height):
    """In a narrow dock the second column began elsewhere in every row."""
    panel.resize(width, height)
    first, option = painted(panel, 0)
    other, _ = painted(panel, 3)
    line = option.fontMetrics.height()
    part = text_part(option)
    edge, above = (padding(option) // 2, 1) if height == LOW else (padding(option), 2)
    captions = QRect(part.left(), edge + above * line, part.width(), line)
    assert first.copy(captions) == other.copy(captions)
    values = captions.translated(0, line)
    assert first.copy(values) != other.copy(values)


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_rows_are_mirrored_where_text_runs_from_right_to_left(panel, application, width, height):
    """Figures were painted over each other, the price over the date."""
    panel.resize(width, height)
    plain, option = painted(panel, 0)
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored, turned = painted(panel, 0)
    assert turned.direction == Qt.LayoutDirection.RightToLeft
    right = option.rect.right()
    for place in (tick_rect, eye_rect):
        assert place(turned).left() == right - place(option).right()
    red = QColor(200, 30, 30)

    def columns_of_red(image):
        row = [QColor(image.pixel(x, image.height() // 2)) for x in range(image.width())]
        return [x for x, color in enumerate(row) if abs(color.red() - red.red()) < 12 and color.green() < 60]

    before, after = columns_of_red(plain), columns_of_red(mirrored)
    assert len(before) == len(after) > 20
    assert [right - before[-1], right - before[0]] == [after[0], after[-1]]

    # As much ink as before: nothing is painted over something else.
    def ink(image, part):
        return sum(QColor(image.pixel(x, y)).lightness() < 128
                   for x in range(part.left(), part.right()) for y in range(part.top(), part.bottom()))

    part = text_part(option)
    turned_part = QStyle.visualRect(turned.direction, turned.rect, part)
    assert ink(mirrored, turned_part) == pytest.approx(ink(plain, part), rel=0.05)
    click_tick(panel, 0)
    assert application.scenes.is_ticked("scene-0")


def test_a_screen_reader_says_what_the_row_shows(panel, application):
    """It said the date alone; clouds, price, state and ownership were paint only."""
    role = Qt.ItemDataRole.AccessibleTextRole
    index = panel.scenes_view.model().index(1, 0)
    application.scenes.tick(["scene-1"])
    said = index.data(role)
    for words in ("2026-11-21 10:32 UTC", "PHR1A", "Cloud Cover 1 %", "Cloud over Area 11 %", "900 credits"):
        assert words in said
    assert said.endswith("in the order, on the map, you already own this")
    application.scenes.tick(["scene-1"], False)
    application.scenes.set_shown(["scene-1"], False)
    assert "not in the order, not on the map" in index.data(role)
    more = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "Incidence Angle 1.0°" in more
    assert "Processing Level SENSOR" in more


def test_a_screen_reader_says_why_a_scene_cannot_be_ordered_or_shown(panel, application):
    application.scenes.set_costs([EstimateLine("", 0, 0, scene_id="scene-2", problem="AOI misses the scene")])
    application.scenes.set_quicklooks([PlacedQuicklook("scene-2", problem="not_found")])
    index = panel.scenes_view.model().index(2, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "price unknown" in said
    assert "no quicklook" in said
    assert "AOI misses the scene" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_the_current_row_is_not_the_order(panel):
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view = panel.scenes_view
    view.selectionModel().setCurrentIndex(view.model().index(3, 0), flags)
    assert "not in the order" in view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [320, 360, 400, 440, 500])
def test_prices_of_all_rows_have_a_unit_or_none_has(panel, application, monkeypatch, width, height):
    """A bare “2,579” beside “427 credits” is no price: what decides is the width of the list, not that of a number."""
    prices = (2579, 427, 14818, 9, 8888)
    costs = [EstimateLine("", price, price, scene_id=f"scene-{number}") for number, price in enumerate(prices)]
    application.scenes.set_costs(costs)
    panel.resize(width, height)
    QApplication.processEvents()
    drawn = []
    monkeypatch.setattr(CardPainter, "draw_text", recording(CardPainter.draw_text, drawn))
    for row in range(5):
        painted(panel, row)
    bare = [f"{price:,}" for price in prices]
    # The list itself may paint its rows too.
    shown = {text for text in drawn if text.split(" ")[0] in bare}
    assert len(shown) == 5
    assert len({text.endswith("credits") for text in shown}) == 1
    assert width < 440 or all(text.endswith("credits") for text in shown)


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [320, 360, 400, 440])
def test_a_figure_is_whole_or_not_there_in_a_large_font(panel, monkeypatch, width, height):
    """At 18 points and 400 pixels “100 %” was “10…”."""
    font = QFont(panel.scenes_view.font())
    font.setPointSize(18)
    panel.scenes_view.setFont(font)
    panel.resize(width, height)
    rooms, draw_text = [], CardPainter.draw_text

    def draw(card, rect, text, **options):
        if re.fullmatch(rf"\d+ %|{UNKNOWN}", text):
            rooms.append(rect.width() - card.metrics.horizontalAdvance("100 %"))
        return draw_text(card, rect, text, **options)

    monkeypatch.setattr(CardPainter, "draw_text", draw)
    painted(panel, 0)
    assert rooms
    assert min(rooms) >= 0


@pytest.mark.parametrize("width", range(300, 560, 20))
def test_a_platform_is_readable_or_not_there_in_a_large_font(panel, monkeypatch, width):
    """At 18 points and 400 pixels “PHR1A” was “P…”."""
    drawn = drawn_in(panel, monkeypatch, 18, (width, LOW), [0])
    assert drawn
    assert {shown for text, shown in drawn if text.startswith("PHR")} <= {"PHR1A", "PHR1A · SENSOR"}


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize("width", [320, 340, 400, 440, 570])
@pytest.mark.parametrize("points", [9, 18])
def test_all_rows_of_a_list_show_the_same_form_of_a_date_and_it_is_whole(
    panel, application, monkeypatch, width, height, points
):
    """One row had its time and the next had not, by the digits of its price; at 18 points “…26-11-21” was a day."""
    prices = (2579, 427, 14818, 9, 8888)
    costs = [EstimateLine("", price, price, scene_id=f"scene-{number}") for number, price in enumerate(prices)]
    application.scenes.set_costs(costs)
    drawn = drawn_in(panel, monkeypatch, points, (width, height), range(5))
    dates = {(text, shown) for text, shown in drawn if re.search(r"\d\d-\d\d", text)}
    assert len({text for text, _ in dates}) == 5
    assert len({re.sub(r"\d", "0", text) for text, _ in dates}) == 1, dates
    assert {text for text, shown in dates if text != shown} == set()


@pytest.mark.parametrize("height", [LOW, HIGH])
@pytest.mark.parametrize(
    ("points", "width"), [(9, 320), (9, 400), (9, 570), (18, 320), (18, 340), (18, 400), (18, 440)]
)
def test_a_caption_is_whole_or_not_there(panel, monkeypatch, width, height, points):
    """At 18 points and 400 pixels they were “Area…” and “Cov…”, and beside “Owned” “U…” at the usual size."""
    # The second is owned.
    drawn = drawn_in(panel, monkeypatch, points, (width, height), range(2))
    captions = {column.short for column in CAPTIONED} | {column.brief for column in CAPTIONED}
    shown = [pair for pair in drawn if pair[0] in captions]
    assert {text for text, _ in shown} >= {"Cloud", *(["Covers"] if width > 340 or points == 9 else [])}
    assert [pair for pair in shown if pair[0] != pair[1]] == []


@pytest.mark.parametrize(("points", "width", "words"), [(9, 400, "none"), (18, 340, "–"), (18, 600, "none")])
def test_a_missing_picture_is_said_within_its_frame(panel, application, monkeypatch, points, width, words):
    """At 18 points and 340 pixels “n…” lay on the eye."""
    application.scenes.set_quicklooks([PlacedQuicklook("scene-2", problem="not_found")])
    drawn = drawn_in(panel, monkeypatch, points, (width, LOW), [2])
    assert next(pair for pair in drawn if pair[0] in ("none", UNKNOWN)) == (words, words)


def drawn_in(panel, monkeypatch, points, size, rows):
    """The texts of rows in a size of letters and of the tab, and what of each is painted."""
    font = QFont(panel.scenes_view.font())
    font.setPointSize(points)
    panel.scenes_view.setFont(font)
    panel.resize(*size)
    # The list paints its rows too, while it is laid out in other forms.
    settle(panel.scenes_view)
    drawn = []
    monkeypatch.setattr(CardPainter, "draw_text", recording(CardPainter.draw_text, drawn, as_shown))
    for row in rows:
        painted(panel, row)
    return drawn


def as_shown(card, rect, text, elide=Qt.TextElideMode.ElideRight, is_bold=False, **options):
    """A text, and what of it is painted."""
    font = QFont(card._option.font)
    font.setBold(is_bold)
    return text, QFontMetrics(font).elidedText(text, elide, rect.width())


def recording(draw_text, drawn, part=lambda card, rect, text, **options: text):
    """A method that notes the texts it draws."""

    def draw(card, rect, text, **options):
        drawn.append(part(card, rect, text, **options))
        return draw_text(card, rect, text, **options)

    return draw
