"""The parameters that only this product has, built from its own schema."""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from ...core.app.workbench import Workbench
from ...core.domain.options import option
from ...core.domain.products import FieldSpec, Product
from .problem_label import ProblemLabel
from .value_editors import ValueEditor, make_editor


class SchemaForm(QWidget):
    """Shows one row a parameter, under the name of its step where the workflow has several."""

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
        """Returns the editor of a parameter; KeyError without one."""
        return self._rows[path][1]

    def show_state(self) -> None:
        """Builds the form anew where the product changed, and shows all values."""
        product = self._workbench.product
        if product is not self._product:
            self._product = product
            self._rebuild(product.fields if product is not None else ())
        self._show_values()
        self._show_problems()

    def has_rows(self) -> bool:
        """Tells whether the product has parameters of its own."""
        return bool(self._rows)

    def _rebuild(self, specs: Tuple[FieldSpec, ...]) -> None:
        if self._content is not None:
            self._content.deleteLater()
        self._rows = {}
        self._content = QWidget()
        form = QFormLayout(self._content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        sections: List[str] = []
        for spec in specs:
            section = spec.path[0] if len(spec.path) > 1 else ""
            if section and section not in sections:
                sections.append(section)
                if len({one.path[0] for one in specs if len(one.path) > 1}) > 1:
                    form.addRow(_heading(section))
            self._add_row(form, spec)
        self.layout().addWidget(self._content)

    def _add_row(self, form: QFormLayout, spec: FieldSpec) -> None:
        editor, problem = make_editor(spec), ProblemLabel("problem_" + "_".join(spec.path))
        name = "parameter_" + "_".join(spec.path)
        editor.widget.setObjectName(name)
        editor.widget.setToolTip(spec.description or spec.name)
        editor.widget.setAccessibleName(spec.title or spec.name)
        label = QLabel(f"{spec.title or spec.name}{' *' if spec.required else ''}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(editor.widget)
        label.setToolTip(spec.description or spec.name)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(editor.widget)
        column.addWidget(problem)
        form.addRow(label, box)
        editor.typed.connect(lambda value, path=spec.path: self._workbench.set_option(path, value))
        editor.unreadable.connect(lambda label=problem: label.say(self.tr("This is not JSON yet.")))
        self._rows[spec.path] = (spec, editor, problem)

    def _show_values(self) -> None:
        options = self._workbench.parameters.options
        for spec, editor, _ in self._rows.values():
            editor.show_value(option(options, spec))

    def _show_problems(self) -> None:
        for path, (_, _, label) in self._rows.items():
            name = "/".join(path)
            label.show_problems(one for one in self._workbench.problems if one.field == name)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
