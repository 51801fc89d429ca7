"""One editor per kind of parameter; JSON text for values that no other editor can show."""

from __future__ import annotations

import json
import math
from typing import Any, Callable, List, Optional, Tuple

from qgis.gui import QgsCheckableComboBox, QgsFilterLineEdit
from qgis.PyQt.QtCore import QLocale, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QWidget

from ...core.domain.parameters import parse_period
from ...core.domain.ports.gateway import RequestError
from ...core.domain.products import FieldKind, FieldSpec
from ..wording import example_text
from .json_edit import JsonEdit, read_json

NO_CHOICE = "–"
MAX_JSON_LINES = 8
# Longer values are easier to read with one member per line.
ONE_LINE_LETTERS = 30


class ValueEditor(QObject):
    """A widget with a typed value.

    `error` is set while the typed text is not valid; such text stays until the user corrects it or the value changes
    elsewhere.
    """

    # The value
    typed = pyqtSignal(object)
    # RequestError
    unreadable = pyqtSignal(object)

    def __init__(self, widget: QWidget, show: Callable[[Any], None], parent: Optional[QObject] = None) -> None:
        super().__init__(parent or widget)
        self.widget = widget
        self.error: Optional[RequestError] = None
        self._show = show
        self._known: Optional[Tuple[Any]] = None
        self._is_showing = False

    def show_value(self, value: Any) -> None:
        """Shows a value without emitting it; typed text that already means this value is left as typed."""
        if self._known is not None and _is_same(self._known[0], value):
            return
        self._known, self.error = (value,), None
        self._is_showing = True
        self._show(value)
        self._is_showing = False

    def pass_on(self, value: Any) -> None:
        """Emits a typed value; a value that is only shown is not emitted."""
        if not self._is_showing:
            self._known, self.error = (value,), None
            self.typed.emit(value)

    def refuse(self, error: RequestError) -> None:
        """Reports that the typed text is not a value."""
        if not self._is_showing:
            self.error = error
            self.unreadable.emit(error)


def make_editor(spec: FieldSpec) -> ValueEditor:
    """Returns the editor of a parameter."""
    if spec.kind is FieldKind.BOOLEAN:
        return _boolean()
    if spec.kind is FieldKind.CHOICE:
        return _choice(spec)
    if spec.kind is FieldKind.MULTI_CHOICE:
        return _multi_choice(spec)
    if spec.kind in (FieldKind.INTEGER, FieldKind.NUMBER):
        return _number(spec)
    if spec.kind is FieldKind.TEXT:
        return _text()
    return _period() if spec.kind is FieldKind.PERIOD else _json(spec)


def _boolean() -> ValueEditor:
    box = QCheckBox()
    editor = ValueEditor(box, lambda value: box.setChecked(bool(value)))
    box.toggled.connect(editor.pass_on)
    return editor


def _titled(spec: FieldSpec) -> List[Tuple[Any, str]]:
    """Returns the choices and their titles."""
    titles = spec.choice_titles or tuple(str(value) for value in spec.choices)
    return list(zip(spec.choices, titles))


def _choice(spec: FieldSpec) -> ValueEditor:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    titled = _titled(spec) if spec.required else [(None, NO_CHOICE), *_titled(spec)]
    offered = [value for value, _ in titled]
    combo.addItems([title for _, title in titled])

    def show(value: Any) -> None:
        combo.setCurrentIndex(next((at for at, one in enumerate(offered) if _is_same(one, value)), -1))

    editor = ValueEditor(combo, show)
    combo.activated.connect(lambda index: editor.pass_on(offered[index]))
    return editor


def _multi_choice(spec: FieldSpec) -> ValueEditor:
    combo = QgsCheckableComboBox()
    combo.setMinimumContentsLength(6)
    # The widget stores text only; numbers must be sent as numbers.
    titled = _titled(spec)
    by_text = {title: value for value, title in titled}
    for text in by_text:
        combo.addItemWithCheckState(text, Qt.CheckState.Unchecked)
    combo.setDefaultText(NO_CHOICE)

    def show(value: Any) -> None:
        combo.deselectAllOptions()
        chosen = value if isinstance(value, (list, tuple)) else []
        combo.setCheckedItems([title for one, title in titled if any(_is_same(one, other) for other in chosen)])

    editor = ValueEditor(combo, show)
    combo.checkedItemsChanged.connect(lambda items: editor.pass_on([by_text[text] for text in items] or None))
    return editor


def _number(spec: FieldSpec) -> ValueEditor:
    """A line edit instead of a spin box: no silent clamping, and empty means the default."""
    line = QgsFilterLineEdit()
    if spec.minimum is not None or spec.maximum is not None:
        line.setPlaceholderText(f"{_number_text(spec.minimum)} … {_number_text(spec.maximum)}")
    editor = ValueEditor(line, lambda value: line.setText(_number_text(value)))

    def pass_on(text: str) -> None:
        typed = text.strip()
        number = _as_number(typed)
        if number is not None and spec.kind is FieldKind.INTEGER and number == int(number):
            number = int(number)
        # Text that is not a number is passed on unchanged: validation reports it at the field.
        editor.pass_on(number if number is not None else typed or None)

    line.textChanged.connect(pass_on)
    return editor


def _number_text(value: Any) -> str:
    """Returns a number as it is typed, without thousands separators; empty for None."""
    if isinstance(value, float):
        locale = QLocale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        return locale.toString(value, "g", 15)
    return "" if value is None else str(value)


def _as_number(text: str) -> Any:
    """Returns the number in a text, in the user's locale or plain digits; None if it is not a number."""
    try:
        return int(text)
    except ValueError:
        number, is_number = QLocale().toDouble(text)
        if not is_number:
            number, is_number = QLocale.c().toDouble(text)
        return number if is_number and math.isfinite(number) else None


def _text() -> ValueEditor:
    line = QgsFilterLineEdit()
    editor = ValueEditor(line, lambda value: line.setText("" if value is None else str(value)))
    line.textChanged.connect(lambda text: editor.pass_on(text or None))
    return editor


def _period() -> ValueEditor:
    line = QgsFilterLineEdit()
    line.setPlaceholderText("2026-05-01T00:00:00Z/2026-11-22T23:59:59Z")
    editor = ValueEditor(line, lambda value: line.setText("" if value is None else str(value)))

    def pass_on(text: str) -> None:
        typed = text.strip()
        try:
            if typed:
                parse_period(typed)
        except ValueError:
            editor.refuse(RequestError((), "not_a_period"))
            return
        editor.pass_on(typed or None)

    line.textChanged.connect(pass_on)
    return editor


def _json(spec: FieldSpec) -> ValueEditor:
    edit = JsonEdit(1, MAX_JSON_LINES)
    edit.setPlaceholderText(example_text(spec.name))

    def show(value: Any) -> None:
        edit.show_text("" if value is None else _json_text(value))

    editor = ValueEditor(edit, show)

    def pass_on() -> None:
        edit.mark_line(None)
        text = edit.toPlainText()
        try:
            value = read_json(text) if text.strip() else None
        except RequestError as error:
            editor.refuse(error)
            return
        editor.pass_on(value)

    edit.textChanged.connect(pass_on)
    return editor


def _json_text(value: Any) -> str:
    line = json.dumps(value, ensure_ascii=False)
    return line if len(line) <= ONE_LINE_LETTERS else json.dumps(value, indent=2, ensure_ascii=False)


def _is_same(one: Any, other: Any) -> bool:
    """Returns whether two values are equal in JSON, where true is not 1."""
    return type(one) is type(other) and one == other
