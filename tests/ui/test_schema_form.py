"""The form of product-specific parameters with nested fields."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit

from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.core.domain.parameters import JobParameters
from up42_jobs.core.domain.products import FieldKind, FieldSpec, Product, default_options
from up42_jobs.ui.configure.schema_form import SchemaForm

FIELDS = (
    FieldSpec(("params", "mode"), FieldKind.CHOICE, "Acquisition mode", required=True, choices=("mono", "stereo")),
    FieldSpec(("params", "optics", "angle"), FieldKind.NUMBER, "Angle", default=20, minimum=0, maximum=45),
    FieldSpec(("params", "optics", "bands"), FieldKind.JSON, "Bands"),
    FieldSpec(("params", "delivery", "crs", "code"), FieldKind.INTEGER, "Code"),
)


@pytest.fixture
def form(application, qtbot):
    """The form of a product, its defaults filled in."""
    form = SchemaForm(application.workbench)
    qtbot.addWidget(form)
    form.show()

    def show(fields):
        product = Product("p", "k", "Product", fields=fields)
        workbench = application.workbench
        workbench.take(product, JobParameters("p", options=default_options(product)), JobMode.DRY_RUN)
        return workbench

    form.show_fields = show
    return form


def headings(form):
    """The bold labels, in the order of the form."""
    return [label.text() for label in form.findChildren(QLabel) if label.font().bold()]


def test_nested_objects_have_a_heading_of_their_own_and_what_all_share_has_none(form):
    form.show_fields(FIELDS)
    assert headings(form) == ["Optics", "Delivery ▸ Crs"]


def test_fields_of_one_object_need_no_heading(form):
    form.show_fields(FIELDS[1:3])
    assert headings(form) == []


def test_steps_of_a_workflow_are_distinguished(form):
    form.show_fields(
        (FieldSpec(("data:1", "zoom"), FieldKind.INTEGER), FieldSpec(("tiling:1", "size"), FieldKind.INTEGER))
    )
    assert headings(form) == ["Data", "Tiling"]


def test_what_is_typed_lands_where_the_schema_wants_it(form, application):
    workbench = form.show_fields(FIELDS)
    form.findChild(QLineEdit, "parameter_params_optics_angle").setText("12.5")
    form.findChild(QLineEdit, "parameter_params_delivery_crs_code").setText("32630")
    combo = form.findChild(QComboBox, "parameter_params_mode")
    combo.activated.emit(combo.findText("stereo"))
    form.editor(("params", "optics", "bands")).widget.setPlainText('["red", {"nir": true}]')
    assert workbench.parameters.options["params"] == {
        "mode": "stereo",
        "optics": {"angle": 12.5, "bands": ["red", {"nir": True}]},
        "delivery": {"crs": {"code": 32630}},
    }


def test_choices_are_read_by_their_titles_and_sent_by_their_values(form, application):
    titled = {"choices": ("rgb", 16), "choice_titles": ("Red, green, blue", "Sixteen bit")}
    single = FieldSpec(("params", "mode"), FieldKind.CHOICE, default=16, **titled)
    several = FieldSpec(("params", "modes"), FieldKind.MULTI_CHOICE, default=("rgb",), **titled)
    workbench = form.show_fields((single, several))
    combo = form.findChild(QComboBox, "parameter_params_mode")
    assert combo.currentText() == "Sixteen bit"
    combo.activated.emit(combo.findText("Red, green, blue"))
    boxes = form.editor(("params", "modes")).widget
    assert boxes.checkedItems() == ["Red, green, blue"]
    boxes.deselectAllOptions()
    boxes.setCheckedItems(["Sixteen bit"])
    assert workbench.parameters.options["params"] == {"mode": "rgb", "modes": [16]}


def test_default_range_and_need_are_reported_at_the_nested_field(form, application):
    workbench = form.show_fields(FIELDS)
    line = form.findChild(QLineEdit, "parameter_params_optics_angle")
    assert line.text() == "20"
    assert "required" in form.findChild(QLabel, "problem_params_mode").text()
    line.setText("46")
    assert "45" in form.findChild(QLabel, "problem_params_optics_angle").text()
    assert not workbench.can_run
