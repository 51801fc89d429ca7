"""A form for product-specific parameters, built from the product's schema.

No library that QGIS ships makes forms of Qt from JSON schemas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ...core.domain.products import FieldSpec, Product, option
from ..parts.scrolled_form import guard_wheel
from ..parts.small import ProblemLabel, plain_tip, set_plain_tip
from ..wording import parameter_text, request_error_sentence, step_text
from .value_editors import ValueEditor, make_editor

if TYPE_CHECKING:
    from ...core.app.session.workbench import Workbench


class SchemaForm(QWidget):
    """Shows one row per parameter, grouped by step or object if there are several."""

    # A typed value became valid or invalid
    error_changed = pyqtSignal()

    def __init__(self, workbench: Workbench, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._product: Optional[Product] = None
        self._content: Optional[QWidget] = None
        self._rows: Dict[Tuple[str, ...], Tuple[FieldSpec, ValueEditor, ProblemLabel]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        workbench.product_changed.connect(self.show_state)
        workbench.parameters_changed.connect(self._show_values)
        workbench.problems_changed.connect(self._show_problems)
        self.show_state()

    def editor(self, path: Tuple[str, ...]) -> ValueEditor:
        """Returns the editor of a parameter; raises KeyError if there is none."""
        return self._rows[path][1]

    def show_state(self) -> None:
        """Rebuilds the form if the product changed, and shows all values."""
        product = self._workbench.product
        if product is not self._product:
            self._product = product
            self._rebuild(product.fields if product is not None else ())
        self._show_values()

    @property
    def has_rows(self) -> bool:
        """Whether the product has parameters of its own."""
        return bool(self._rows)

    @property
    def has_error(self) -> bool:
        """Whether a typed text is not a valid value, so that the request does not contain it."""
        return any(editor.error is not None for _, editor, _ in self._rows.values())

    def _rebuild(self, specs: Tuple[FieldSpec, ...]) -> None:
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._rows = {}
        self._content = QWidget()
        form = QFormLayout(self._content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        shared = _shared_depth(specs)
        heading: Tuple[str, ...] = ()
        for spec in specs:
            part = spec.path[shared:-1]
            if part != heading and part:
                form.addRow(_heading(" ▸ ".join(map(step_text, part))))
            heading = part
            self._add_row(form, spec)
        self.layout().addWidget(self._content)
        guard_wheel(self._content)

    def _add_row(self, form: QFormLayout, spec: FieldSpec) -> None:
        editor, problem = make_editor(spec), ProblemLabel("problem_" + "_".join(spec.path))
        title = parameter_text(spec.title or spec.name)
        editor.widget.setObjectName("parameter_" + "_".join(spec.path))
        editor.widget.setAccessibleName(title)
        # A single ampersand would become a mnemonic.
        label = QLabel(f"{title} *".replace("&", "&&") if spec.required else title.replace("&", "&&"))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(editor.widget)
        for widget in (editor.widget, label):
            widget.setToolTip(plain_tip([title, spec.description, "/".join(spec.path)]))
        form.addRow(label, editor.widget)
        # A separate row: a sentence needs more width than a field next to a long label has.
        form.addRow(problem)
        self._rows[spec.path] = (spec, editor, problem)
        editor.typed.connect(lambda value, path=spec.path: self._on_typed(path, value))
        editor.unreadable.connect(lambda error: self._show_problems())

    def _on_typed(self, path: Tuple[str, ...], value: object) -> None:
        self._workbench.set_option(path, value)
        # The corrected value may equal the one that the workbench already has.
        self._show_problems()

    def _show_values(self) -> None:
        options = self._workbench.parameters.options
        for spec, editor, _ in self._rows.values():
            editor.show_value(option(options, spec))
        self._show_problems()

    def _show_problems(self) -> None:
        for path, (_, editor, label) in self._rows.items():
            name = "/".join(path)
            if editor.error is not None:
                label.show_text(request_error_sentence(editor.error))
            else:
                label.show_problems(problem for problem in self._workbench.live_problems if problem.field == name)
        self.error_changed.emit()


def _shared_depth(specs: Sequence[FieldSpec]) -> int:
    """Returns how many leading path members all parameters share; these need no heading."""
    parents = [spec.path[:-1] for spec in specs]
    depth = 0
    while parents and all(len(parent) > depth and parent[depth] == parents[0][depth] for parent in parents):
        depth += 1
    return depth


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # A long name is cut instead of widening the dock.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    set_plain_tip(label, text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
