"""One editor for each kind of parameter; what none can show is edited as JSON."""

from __future__ import annotations

import json
from typing import Any, Callable, Optional, Tuple

from qgis.gui import QgsCheckableComboBox, QgsFilterLineEdit
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ...core.domain.products import FieldKind, FieldSpec


class ValueEditor(QObject):
    """A widget, a way to show a value in it, and the value that was typed.

    `typed` carries the value; `unreadable` says that what stands there is not a value of the kind, and keeps it.
    """

    typed = pyqtSignal(object)
    unreadable = pyqtSignal()

    def __init__(self, widget: QWidget, show: Callable[[Any], None], parent: Optional[QObject] = None) -> None:
        super().__init__(parent or widget)
        self.widget = widget
        self._show = show
        self._is_showing = False

    def show_value(self, value: Any) -> None:
        """Shows a value without passing it on."""
        self._is_showing = True
        self._show(value)
        self._is_showing = False

    def pass_on(self, value: Any) -> None:
        """Tells what was typed; what is only shown is not told."""
        if not self._is_showing:
            self.typed.emit(value)


def make_editor(spec: FieldSpec) -> ValueEditor:
    """Returns the editor of a parameter."""
    if spec.kind is FieldKind.BOOLEAN:
        return _boolean()
    if spec.kind is FieldKind.CHOICE:
        return _choice(spec.choices, spec.required)
    if spec.kind is FieldKind.MULTI_CHOICE:
        return _multi_choice(spec.choices)
    if spec.kind in (FieldKind.INTEGER, FieldKind.NUMBER):
        return _number(spec)
    if spec.kind in (FieldKind.TEXT, FieldKind.PERIOD):
        return _text()
    return _json()


def _boolean() -> ValueEditor:
    box = QCheckBox()
    editor = ValueEditor(box, lambda value: box.setChecked(bool(value)))
    box.toggled.connect(editor.pass_on)
    return editor


def _choice(choices: Tuple[Any, ...], required: bool) -> ValueEditor:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    if not required:
        combo.addItem("–", None)
    for choice in choices:
        combo.addItem(str(choice), choice)

    def show(value: Any) -> None:
        combo.setCurrentIndex(combo.findData(value))

    editor = ValueEditor(combo, show)
    combo.activated.connect(lambda index: editor.pass_on(combo.itemData(index)))
    return editor


def _multi_choice(choices: Tuple[Any, ...]) -> ValueEditor:
    combo = QgsCheckableComboBox()
    for choice in choices:
        combo.addItemWithCheckState(str(choice), Qt.CheckState.Unchecked, choice)

    def show(value: Any) -> None:
        combo.deselectAllOptions()
        combo.setCheckedItems([str(one) for one in value] if isinstance(value, (list, tuple)) else [])

    editor = ValueEditor(combo, show)
    combo.checkedItemsChanged.connect(lambda items: editor.pass_on(combo.checkedItemsData() or None))
    return editor


def _number(spec: FieldSpec) -> ValueEditor:
    """A line rather than a spin box: nothing typed is cut to a range unseen, and empty means the default."""
    line = QgsFilterLineEdit()
    if spec.minimum is not None or spec.maximum is not None:
        low = "" if spec.minimum is None else f"{spec.minimum:g}"
        high = "" if spec.maximum is None else f"{spec.maximum:g}"
        line.setPlaceholderText(f"{low} … {high}")

    def show(value: Any) -> None:
        if line.hasFocus() and _as_number(line.text()) == value:
            return
        line.setText("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))

    editor = ValueEditor(line, show)

    def pass_on(text: str) -> None:
        number = _as_number(text)
        # What is no number is passed on as it stands: the rule that it breaks is told at the field.
        editor.pass_on(text.strip() if number is None and text.strip() else number)

    line.textChanged.connect(pass_on)
    return editor


def _as_number(text: str) -> Any:
    cleaned = text.strip().replace(",", ".")
    try:
        return int(cleaned)
    except ValueError:
        pass_float = cleaned
    try:
        return float(pass_float)
    except ValueError:
        return None


def _text() -> ValueEditor:
    line = QgsFilterLineEdit()

    def show(value: Any) -> None:
        if line.text() != (value or ""):
            line.setText("" if value is None else str(value))

    editor = ValueEditor(line, show)
    line.textChanged.connect(lambda text: editor.pass_on(text or None))
    return editor


def _json() -> ValueEditor:
    line = QLineEdit()
    line.setPlaceholderText("JSON")

    def show(value: Any) -> None:
        text = "" if value is None else json.dumps(value, ensure_ascii=False)
        if not line.hasFocus():
            line.setText(text)

    editor = ValueEditor(line, show)

    def pass_on(text: str) -> None:
        if not text.strip():
            editor.pass_on(None)
            return
        try:
            value = json.loads(text)
        except ValueError:
            editor.unreadable.emit()
            return
        editor.pass_on(value)

    line.textChanged.connect(pass_on)
    return editor
