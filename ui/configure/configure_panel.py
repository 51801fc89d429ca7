"""The Configure tab: the fields of a job, its estimate and its run button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Optional, Tuple

from qgis.gui import QgsCollapsibleGroupBox, QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.scenes.last_query import DryRunState
from ...core.app.session.account import AccountState
from ...core.domain.jobs.job import JobMode
from ..map.area_handles import AreaHandles
from ..map.area_outline import AreaOutline
from ..parts.elided_button import ElidedButton
from ..parts.flow_layout import FlowLayout
from ..parts.scrolled_form import scrolled
from ..parts.small import describe, icon_button, large_enough, set_plain_tip, wrapped_label
from ..wording import (
    account_state_text,
    credits_range_text,
    dry_run_state_text,
    error_sentence,
    no_scenes_sentence,
    ordering_state_text,
    scene_count_text,
)
from .area_field import AreaField
from .area_texts import area_problem_text
from .estimate_line import EstimateLine
from .filter_field import CloudField, LimitField
from .first_minute import FirstMinute
from .geometry_mode_field import GeometryModeField
from .period_field import PeriodField
from .preset_button import PresetButton
from .product_card import ProductCard
from .product_field import ProductField
from .request_editor import RequestEditor
from .schema_form import SchemaForm

if TYPE_CHECKING:
    from .configure_parts import ConfigureParts
    from .features_field import FeaturesField


class ConfigurePanel(QWidget):
    """Shows the workbench and starts test queries and live jobs."""

    def __init__(self, parts: ConfigureParts, canvas: QgsMapCanvas, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._account = parts.account
        self._workbench = parts.workbench
        self._dry_run = parts.dry_run
        self.area_field = AreaField(parts.area, self._workbench, canvas)
        # The part for many areas; most areas are a single one.
        self._features_field: Optional[FeaturesField] = None
        self._outline = AreaOutline(parts.area, canvas, self._area_facts, self)
        self._handles = AreaHandles(parts.area, canvas, self.area_field.isVisible, self)
        self._progress_share = 0.0
        self._first_minute = FirstMinute(parts, canvas)
        self._build()
        self._connect()
        self._show_all()

    def release(self) -> None:
        """Restores the map."""
        self.area_field.release()
        self._first_minute.release()
        self._handles.release()
        self._outline.release()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows the handles of the area."""
        super().showEvent(event)
        self._handles.show_state()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hides the handles: without the form, nothing would say what changed."""
        super().hideEvent(event)
        self._handles.show_state()

    def event(self, event: QEvent) -> bool:
        """Pastes an area wherever the focus is in the form, except into what takes text itself.

        It acts when Qt asks who takes the key: lists in focus would search for the key later on.
        """
        if not isinstance(event, QKeyEvent) or not event.matches(QKeySequence.StandardKey.Paste):
            return super().event(event)
        if event.type() == QEvent.Type.ShortcutOverride and not event.isAutoRepeat():
            self.area_field.paste()
        event.accept()
        return True

    def _build(self) -> None:
        workbench = self._workbench
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        product_field = ProductField(self._account, workbench)
        product_row = QWidget()
        row = QHBoxLayout(product_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(product_field, 1)
        self.products_button = icon_button(
            "products_button",
            "mActionOpenTable.svg",
            self.tr("Compares products for this area: dates, GSD, cloud and prices side by side. Free of charge"),
            self.tr("Compare products"),
        )
        self.products_button.clicked.connect(self._compare_products)
        row.addWidget(self.products_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PresetButton(self._parts.presets), 0, Qt.AlignmentFlag.AlignTop)
        self._period_field = PeriodField(workbench)
        self._cloud_field = CloudField(workbench)
        limit_field = LimitField(workbench)
        self._rows: Dict[str, Tuple[QLabel, QWidget]] = {}
        for key, text, widget, buddy in (
            ("product", self.tr("Prod&uct"), product_row, product_field.combo),
            ("area", self.tr("&Area"), self.area_field, self.area_field.source_combo),
            ("period", self.tr("Da&tes"), self._period_field, self._period_field.start_edit),
            ("cloud", self.tr("Cloud"), self._cloud_field, self._cloud_field.spin),
            ("limit", self.tr("L&imit"), limit_field, limit_field.spin),
        ):
            label = QLabel(text)
            label.setBuddy(buddy)
            form.addRow(label, widget)
            self._rows[key] = (label, widget)
        self._form = form
        self._more_group = self._group("more_group", self.tr("More Parameters"))
        self._mode_field = GeometryModeField(workbench)
        self._schema_form = SchemaForm(workbench)
        # A collapsed group hides its direct children and would show again what becomes visible meanwhile.
        more = QWidget()
        more_column = QVBoxLayout(more)
        more_column.setContentsMargins(0, 0, 0, 0)
        more_column.addWidget(self._mode_field)
        more_column.addWidget(self._schema_form)
        self._more_group.layout().addWidget(more)
        json_group = self._group("json_group", self.tr("JSON Parameters"))
        self._request_editor = RequestEditor(workbench)
        json_group.layout().addWidget(self._request_editor)
        content = QWidget()
        column = QVBoxLayout(content)
        gap = max(column.spacing(), 0)
        # The dock has a margin on the left; on the right the scroll bar needs one.
        column.setContentsMargins(0, gap, gap, 0)
        column.addWidget(self._first_minute)
        column.addLayout(form)
        column.addWidget(self._more_group)
        column.addWidget(json_group)
        column.addStretch(1)
        card = ProductCard(self._account, workbench)
        column.addWidget(card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        area = scrolled(content)
        layout.addWidget(area, 1)
        card.fit_into(area)
        self.action_area = self._build_actions()
        layout.addWidget(self.action_area)

    def _build_actions(self) -> QWidget:
        self._dry_radio = QRadioButton(self.tr("Test &query – free"))
        self._dry_radio.setObjectName("dry_run_radio")
        self._dry_radio.setToolTip(self.tr("Finds scenes and shows their quicklooks; free of charge"))
        self._live_radio = QRadioButton(self.tr("Live jo&b – spends credits"))
        self._live_radio.setObjectName("live_radio")
        self._live_radio.setToolTip(self.tr("Orders the scenes; spends credits once you have confirmed the hold"))
        self._reason_label = wrapped_label("reason_label")
        self._progress = QProgressBar()
        self._progress.setObjectName("progress_bar")
        self._progress.setAccessibleName(self.tr("Progress"))
        self._run_button = ElidedButton()
        self._run_button.setObjectName("run_button")
        self._run_button.setDefault(True)
        self._cancel_button = QPushButton(self.tr("Cancel"))
        self._cancel_button.setObjectName("cancel_button")
        self._cancel_button.setToolTip(self.tr("Stops at once; nothing is spent"))
        for radio in (self._dry_radio, self._live_radio):
            large_enough(radio)
            # Long words of other languages are cut instead of widening the dock.
            radio.setMinimumWidth(1)
        radios = QWidget()
        flow = FlowLayout(radios)
        flow.addWidget(self._dry_radio)
        flow.addWidget(self._live_radio)
        buttons = QHBoxLayout()
        buttons.addWidget(self._progress, 1)
        # Fills the space while the progress bar is hidden.
        buttons.addStretch()
        buttons.addWidget(self._cancel_button)
        buttons.addWidget(self._run_button)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(radios)
        column.addWidget(EstimateLine(self._account, self._workbench))
        column.addWidget(self._reason_label)
        column.addLayout(buttons)
        return box

    def _group(self, name: str, title: str) -> QgsCollapsibleGroupBox:
        group = QgsCollapsibleGroupBox(title)
        group.setObjectName(name)
        group.setCollapsed(True)
        # QGIS would store the collapsed state in the settings; start collapsed each time instead.
        group.setSaveCollapsedState(False)
        group.setMinimumWidth(1)
        for arrow in group.findChildren(QToolButton):
            # QGIS gives it neither a name nor a size that is easy to hit.
            describe(arrow, title, self.tr("Shows or hides: {title}").format(title=title))
        QVBoxLayout(group)
        return group

    def _connect(self) -> None:
        self._dry_radio.clicked.connect(lambda: self._workbench.set_mode(JobMode.DRY_RUN))
        self._live_radio.clicked.connect(lambda: self._workbench.set_mode(JobMode.LIVE))
        self._run_button.clicked.connect(self.run)
        self._cancel_button.clicked.connect(self._cancel)
        self._workbench.product_changed.connect(self._show_product)
        self._workbench.mode_changed.connect(self._show_actions)
        self._workbench.problems_changed.connect(self._show_actions)
        self._account.state_changed.connect(self._show_actions)
        self._schema_form.error_changed.connect(self._show_actions)
        self._request_editor.error_changed.connect(self._show_actions)
        self._parts.busy_changed.connect(self._show_actions)
        self._parts.area.changed.connect(self._add_features_field)
        self._dry_run.state_changed.connect(self._keep_area)
        self._dry_run.progress_changed.connect(self._show_progress)
        self.area_field.drawing.sketched.connect(self._outline.show_sketch)
        self.area_field.drawing.changed.connect(self._show_actions)
        self._handles.sketched.connect(self._outline.show_sketch)
        self._dry_run.state_changed.connect(self._outline.show_facts)
        self._workbench.estimate_changed.connect(self._outline.show_facts)

    def _add_features_field(self) -> None:
        if self._features_field is not None or self._parts.area.features_layer is None:
            return
        from .features_field import FeaturesField

        parts = self._parts
        self._features_field = FeaturesField(parts.area, parts.area_search, parts.watches, parts.workbench)
        place, _ = self._form.getWidgetPosition(self.area_field)
        self._form.insertRow(place + 1, self._features_field)
        # It came last, and Tab goes the way of reading.
        before = self._rows["period"][0].previousInFocusChain()
        while before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        for after in self._features_field.controls:
            self.setTabOrder(before, after)
            before = after

    def _show_all(self) -> None:
        self._add_features_field()
        self._show_product()
        self._show_actions()

    def _show_product(self) -> None:
        product = self._workbench.product
        for key, is_shown in (
            ("cloud", product is None or product.has_cloud_cover),
            ("period", product is None or product.has_period),
        ):
            for widget in self._rows[key]:
                widget.setVisible(is_shown)
        has_choice = product is not None and len(product.geometry_modes) > 1
        self._mode_field.setVisible(has_choice)
        self._more_group.setVisible(has_choice or self._schema_form.has_rows)

    def _show_actions(self) -> None:
        is_live = self._workbench.mode is JobMode.LIVE
        self._dry_radio.setChecked(not is_live)
        self._live_radio.setChecked(is_live)
        is_busy = self._parts.is_querying or self._parts.is_ordering
        # Once the order is sent there is nothing to stop here; the hold is declined in the dialog.
        can_stop = self._parts.is_querying or self._parts.is_preparing_order
        run, stop = self._run_button, self._cancel_button
        shown, hidden = (stop, run) if can_stop else (run, stop)
        # A button that is disabled has no focus any more.
        has_focus = hidden.hasFocus()
        self._progress.setVisible(is_busy)
        self._run_button.setText(self.tr("Estimate && Confirm…") if is_live else self.tr("Run Test Query"))
        reason = self._reason()
        self._run_button.setEnabled(not is_busy and not reason and self._workbench.can_run)
        tip = self.tr("{button} (Ctrl+Enter)").format(button=self._run_button.text().replace("&&", "&"))
        set_plain_tip(self._run_button, reason or tip)
        words = reason or self._outcome()
        self._reason_label.setText(words)
        self._reason_label.setVisible(bool(words))
        shown.show()
        if has_focus:
            # QGIS would give it to the map, which the arrow keys for the scenes then move.
            shown.setFocus()
        hidden.hide()
        if self._dry_run.state is not DryRunState.QUICKLOOKS:
            self._progress_share = 0.0
        self._show_progress(self._progress_share)

    def _outcome(self) -> str:
        """Returns why the tab did not change: a query without scenes leaves the form to be corrected."""
        collection = self._dry_run.collection
        if collection is None or collection.scenes or self._dry_run.is_stale:
            return ""
        return no_scenes_sentence(collection.unreadable_count)

    def _reason(self) -> str:
        """Returns why nothing can be run or what is running; empty if the button may be pressed."""
        if self._dry_run.is_busy:
            return dry_run_state_text(self._dry_run.state)
        if self._parts.is_searching_areas:
            from ..wording.areas import areas_state_text

            return areas_state_text(self._parts.area_search)
        if self._parts.is_ordering:
            return ordering_state_text(self._parts.ordering.state)
        if self._account.state is AccountState.FAILED and self._account.error is not None:
            return error_sentence(self._account.error)
        if self._account.state is not AccountState.READY:
            return account_state_text(self._account.state)
        if self._workbench.is_loading_product:
            return self.tr("Reading the product…")
        if self._request_editor.has_error:
            return self.tr("The JSON is not valid. Fix it, or switch back to the form.")
        if self._schema_form.has_error:
            return self.tr("A value under More Parameters is not valid. Fix it there.")
        if self._workbench.problems:
            source, drawn = self._parts.area.source, self.area_field.drawing.source
            return area_problem_text(self._workbench.problems[0], source, drawn)
        return ""

    def _area_facts(self) -> str:
        """Returns what is known about an order of the area: the scenes found in it, and the cost."""
        parts = []
        collection, estimate = self._dry_run.collection, self._workbench.estimate
        if collection is not None and collection.scenes and not self._dry_run.is_stale:
            parts.append(scene_count_text(len(collection.scenes)))
        if estimate is not None:
            parts.append(credits_range_text(estimate.min_credits, estimate.max_credits))
        return " · ".join(parts)

    def _keep_area(self) -> None:
        """The area of scenes that are listed must not change because the map moves."""
        collection = self._dry_run.collection
        if self._dry_run.state is DryRunState.STARTING:
            self.area_field.keep_for_query(True)
        elif not self._dry_run.is_busy and (collection is None or not collection.scenes):
            self.area_field.keep_for_query(False)

    def _show_progress(self, share: float) -> None:
        self._progress_share = share
        # The service does not report its progress; only the quicklooks can be counted.
        if share <= 0.0:
            self._progress.setRange(0, 0)
        else:
            self._progress.setRange(0, 100)
            self._progress.setValue(int(100 * share))

    def run(self) -> None:
        """Runs the test query, or prepares the live job; does nothing while neither is possible."""
        # Moves the focus, because numbers and dates are applied when their editor loses it.
        self._run_button.setFocus()
        if not self._request_editor.apply() or not self._run_button.isEnabled():
            return
        if self._workbench.mode is JobMode.LIVE:
            self._parts.ordering.prepare()
        else:
            self._parts.run_test_query()

    def _compare_products(self) -> None:
        # Slow to import and rarely needed.
        from .products_dialog import ProductsDialog

        parts = self._parts
        dialog = ProductsDialog(parts.product_comparison, parts.product_list, self._workbench, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _cancel(self) -> None:
        if self._parts.is_querying:
            self._parts.cancel_query()
        else:
            self._parts.ordering.refuse()
