"""The confirmation dialog for a credit hold: the only place in the UI where spending is agreed to."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import List, Optional, Sequence, Tuple

from qgis.core import QgsMapLayer
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QLocale, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette, QShowEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...core.app.jobs.ordering import OrderSummary
from ...core.app.scenes.order_choice import coverage_of
from ...core.domain.clock import utc_now
from ...core.domain.connections import region_of
from ...core.domain.guide import GuidePage
from ...core.domain.jobs.charged import charged_for_scene
from ...core.domain.jobs.credits import Hold, HoldConfirmation
from ...core.wording.areas import charged_text, smallest_sentence
from ..parts.help import add_help_button
from ..parts.scrolled_form import scrolled
from ..parts.small import MAX_SCREEN_SHARE, resize_on_screen
from ..wording import (
    area_text,
    budget_text,
    confirm_hold_text,
    credits_text,
    doubt_sentence,
    number_text,
    ordered_scenes_text,
    owned_sentence,
    owned_texts,
    refused_scenes_sentence,
    risen_sentence,
    scene_line_text,
    taken_sentence,
)
from ..wording.areas import areas_text, many_warnings
from ..wording.order_figures import covered_text
from .area_costs import rows_by_area
from .costs_view import CostsView
from .hold_figures import HoldFigures
from .order_map import OrderMap
from .rows import add_row, plain_label, text_form, title_label, warned, warning_icon

WIDTH_IN_CHARACTERS = 92
MAX_LISTED_SCENES = 3


class HoldDialog(QDialog):
    """Shows a live job, its hold and its cost; accepted only through the button that names the amount."""

    # Id of a budget; the receiver responds with `set_hold`
    budget_chosen = pyqtSignal(str)
    # Estimate the job again without the scenes that cannot be ordered
    fewer_scenes_wanted = pyqtSignal()

    def __init__(
        self,
        hold: Hold,
        summary: OrderSummary,
        *,
        is_outdated: bool = False,
        type_number_above: Optional[int] = None,
        layers: Sequence[QgsMapLayer] = (),
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._hold = hold
        self._summary = summary
        self._taken = summary.prepared.taken if summary.prepared is not None else ()
        self._confirmed: Optional[datetime] = None
        self._is_sized = False
        self.budget_combo: Optional[QComboBox] = None
        self.setObjectName("hold_dialog")
        self.setWindowTitle(self.tr("Confirm Live Job"))
        form = QWidget()
        content = QVBoxLayout(form)
        content.setContentsMargins(0, 0, 0, 0)
        content.addLayout(self._build_head(layers))
        content.addWidget(self._build_costs(), 1)
        content.addWidget(HoldFigures(hold, region_of(summary.connection.api_url)))
        content.addWidget(plain_label(self._explanation(), "hold_explanation_label"))
        layout = QVBoxLayout(self)
        self._scroll_area = scrolled(form)
        layout.addWidget(self._scroll_area, 1)
        # What has to be read first, and why it is not possible, stays in sight of the buttons on a low screen too.
        if summary.owned_ids and not self._taken:
            owned = owned_sentence(len(summary.owned_ids), len(summary.parameters.scene_ids))
            layout.addWidget(plain_label(owned, "owned_label"))
        for text, name in self._warnings():
            layout.addLayout(warned(plain_label(text, name)))
        layout.addLayout(self._build_reason())
        has_to_type = type_number_above is not None and hold.credits > type_number_above
        self.typed_edit = self._build_typing() if has_to_type else None
        if self.typed_edit is not None:
            layout.addWidget(self._typing_label)
            layout.addWidget(self.typed_edit)
        layout.addWidget(self._build_buttons())
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setFocus()
        if is_outdated:
            self.set_outdated()
        elif self._taken:
            self._forbid_taken()
        elif not hold.is_covered:
            self._forbid(self._shortage())
        elif hold.estimate.problems:
            self._forbid_problems()
        self._show_readiness()

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the size that the content needs with the font it is shown in, at most that of the screen."""
        super().showEvent(event)
        if self._is_sized:
            return
        self._is_sized = True
        form, screen = self._scroll_area.widget(), self.screen().availableGeometry()
        # Costs that are agreed to are not scrolled sideways, in long words neither.
        bar = self._scroll_area.verticalScrollBar().sizeHint().width()
        needed = form.minimumSizeHint().width() + bar
        self._scroll_area.setMinimumWidth(min(needed, round(MAX_SCREEN_SHARE * screen.width())))
        width = min(self.fontMetrics().averageCharWidth() * WIDTH_IN_CHARACTERS, screen.width())
        layout = self.layout()
        # Without a warning no line of it wraps, and it has no height that follows from a width.
        whole = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        around = whole - self._scroll_area.sizeHint().height()
        height = form.layout().totalHeightForWidth(width - self.fontMetrics().height() * 2) + around
        # A line more: styles round the heights of their parts.
        resize_on_screen(self, width, height + self.fontMetrics().lineSpacing() + 2)

    def set_outdated(self) -> None:
        """Removes the confirm button, because the estimate belongs to other parameters."""
        self._forbid(
            self.tr("The parameters have changed since this estimate. Cancel and ask for a new one; nothing is held.")
        )

    def set_hold(self, hold: Hold) -> None:
        """Replaces the hold by the same one charged to another budget."""
        self._hold = hold
        self._show_readiness()

    def confirmation(self) -> Optional[HoldConfirmation]:
        """Returns the confirmation of exactly the hold shown, None unless the dialog was accepted."""
        if self._confirmed is None:
            return None
        return HoldConfirmation(self._hold.fingerprint, self._hold.credits, self._confirmed)

    def accept(self) -> None:
        """Records the time of consent; does nothing while the confirm button is disabled."""
        if self.confirm_button is not None and self.confirm_button.isEnabled():
            self._confirmed = utc_now()
            super().accept()

    def _build_head(self, layers: Sequence[QgsMapLayer]) -> QHBoxLayout:
        """Returns the subject of the order and, if there is an area, where it is; `layers` are its quicklooks."""
        row = QHBoxLayout()
        row.addLayout(self._build_subject(), 1)
        if self._summary.aoi is not None:
            self.order_map = OrderMap(self._summary.aoi, self._summary.scenes, layers)
            row.addWidget(self.order_map, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _build_subject(self) -> QFormLayout:
        form = text_form()
        summary = self._summary
        add_row(form, self.tr("Product"), summary.product.title, "hold_product_label")
        add_row(form, self.tr("Scenes"), self._scenes_text(), "hold_scenes_label")
        if summary.aoi is not None:
            add_row(form, self.tr("Area"), area_text(summary.aoi.area_km2), "hold_area_label")
        if summary.many is not None:
            add_row(form, self.tr("Areas"), areas_text(summary), "hold_area_label")
        coverage = coverage_of(summary.scenes, summary.aoi)
        if coverage is not None:
            add_row(form, self.tr("Covered"), covered_text(coverage), "hold_coverage_label")
        name = summary.connection.name
        if summary.connection.is_sandbox:
            name = self.tr("{name}: no real credits are spent").format(name=name)
        add_row(form, self.tr("Connection"), name, "hold_connection_label")
        licence = summary.product.licence
        if licence is not None:
            form.addRow(title_label(self.tr("Licence")), self._licence_label(licence.title, licence.url))
        if self._hold.budgets:
            self.budget_combo = self._build_budgets()
            label = title_label(self.tr("&Budget"))
            label.setBuddy(self.budget_combo)
            form.addRow(label, self.budget_combo)
        return form

    def _build_budgets(self) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName("budget_combo")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        chosen = self._hold.parameters.budget_id if self._hold.parameters is not None else ""
        if self._hold.lacks_budget:
            # Qt 5.15 does not draw a combo box's own placeholder.
            combo.addItem(self.tr("Choose a budget…"), "")
        elif not self._hold.needs_budget:
            combo.addItem(self.tr("No budget"), "")
        for budget in self._hold.budgets:
            combo.addItem(budget_text(budget), budget.id)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.activated.connect(lambda row: self.budget_chosen.emit(combo.itemData(row)))
        return combo

    def _build_costs(self) -> CostsView:
        many = self._summary.many
        parts = () if many is None else many.parts
        by_area = rows_by_area([(part.request.area, part.hold.estimate) for part in parts if part.hold is not None])
        self.costs_view = CostsView(self._hold.estimate, self._summary.scenes, by_area)
        return self.costs_view

    def _warnings(self) -> List[Tuple[str, str]]:
        """Returns what the user has to read before consenting, each with the name of its label."""
        found = []
        summary = self._summary
        if summary.former_charge is not None:
            found.append((risen_sentence(summary.former_charge, self._hold.max_charge), "risen_label"))
        if summary.prepared is not None and summary.prepared.doubted and not self._taken:
            found.append((doubt_sentence(summary.prepared.doubted), "doubt_label"))
        charged = self._charged_as()
        if charged is not None and summary.aoi is not None:
            found.append((f"{smallest_sentence()} {charged_text(summary.aoi.area_km2, charged)}", "charged_label"))
        found += many_warnings(summary)
        return found

    def _charged_as(self) -> Optional[float]:
        """Returns the size that the area is charged for if the product is not sold for one so small."""
        aoi = self._summary.aoi
        return None if aoi is None else charged_for_scene(self._hold.estimate.lines, aoi.area_km2)

    def _build_reason(self) -> QHBoxLayout:
        self._reason_icon = warning_icon()
        self._reason_icon.hide()
        self.reason_label = plain_label("", "hold_reason_label")
        self.reason_label.hide()
        row = QHBoxLayout()
        row.addWidget(self._reason_icon)
        row.addWidget(self.reason_label, 1)
        return row

    def _build_typing(self) -> QgsFilterLineEdit:
        edit = QgsFilterLineEdit()
        edit.setObjectName("typed_credits_edit")
        edit.setPlaceholderText(number_text(self._hold.credits))
        edit.textChanged.connect(lambda text: self._show_readiness())
        self._typing_label = QLabel(self.tr("&Type the number of credits to confirm this large hold"))
        self._typing_label.setWordWrap(True)
        self._typing_label.setBuddy(edit)
        return edit

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words = confirm_hold_text(self._hold.credits)
        self.confirm_button: Optional[QPushButton] = box.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.confirm_button.setObjectName("confirm_button")
        self.confirm_button.setAutoDefault(False)
        cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("cancel_button")
        cancel.setDefault(True)
        add_help_button(box, GuidePage.ORDERING)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._buttons = box
        return box

    def _forbid(self, reason: str) -> None:
        self.reason_label.setText(reason)
        self.reason_label.show()
        self._reason_icon.show()
        if self.confirm_button is not None:
            self._buttons.removeButton(self.confirm_button)
            self.confirm_button.deleteLater()
            self.confirm_button = None
        if self.typed_edit is not None:
            self.typed_edit.hide()
            self._typing_label.hide()

    def _forbid_problems(self) -> None:
        """Shows that some parts cannot be ordered, and offers the job without them if any remain."""
        hold = self._hold
        refused = {line.scene_id for line in hold.estimate.problems if line.scene_id}
        self._forbid(refused_scenes_sentence(len(hold.estimate.problems), len(hold.estimate.lines)))
        if refused and len(hold.estimate.problems) < len(hold.estimate.lines):
            self._offer_the_others()

    def _forbid_taken(self) -> None:
        """Shows what would be bought twice, and offers the job without it if anything remains."""
        scenes = {taken.scene_id for taken in self._taken if taken.scene_id}
        total = len(self._summary.parameters.scene_ids)
        self._forbid(taken_sentence(self._taken, total))
        if scenes and len(scenes) < total:
            self._offer_the_others()

    def _offer_the_others(self) -> None:
        button = self._buttons.addButton(self.tr("Estimate Without Them…"), QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName("fewer_scenes_button")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.fewer_scenes_wanted.emit())

    def _show_readiness(self) -> None:
        """Enables the confirm button once everything that the consent requires is entered."""
        if self.confirm_button is not None:
            reason = self._why_not_yet()
            self.confirm_button.setEnabled(not reason)
            self.confirm_button.setToolTip(reason)

    def _why_not_yet(self) -> str:
        hold = self._hold
        if hold.lacks_budget:
            return self.tr("Choose a budget first")
        chosen = hold.parameters.budget_id if hold.parameters is not None else ""
        left = next((budget.remaining_credits for budget in hold.budgets if budget.id == chosen), None)
        if left is not None and left < hold.credits:
            return self.tr("This budget does not have enough credits left")
        if self.typed_edit is None:
            return ""
        text = self.typed_edit.text().strip()
        number, is_number = QLocale().toInt(text)
        is_right = text == str(hold.credits) or (is_number and number == hold.credits)
        return "" if is_right else self.tr("Type the number of credits first")

    def _scenes_text(self) -> str:
        scenes = self._summary.scenes
        count = len(scenes) or len(self._summary.parameters.scene_ids)
        lines = [ordered_scenes_text(count, self._summary.parameters.limit)]
        for scene in scenes[:MAX_LISTED_SCENES]:
            parts = [scene_line_text(scene)]
            if scene.id in self._summary.owned_ids:
                parts.append(owned_texts()[0])
            lines.append(" · ".join(parts))
        if len(scenes) > MAX_LISTED_SCENES:
            more = number_text(len(scenes) - MAX_LISTED_SCENES)
            lines.append(self.tr("and {count} more").format(count=more))
        return "\n".join(lines)

    def _explanation(self) -> str:
        text = self.tr(
            "The credits are held when the job starts. When it completes, its final cost is charged "
            "and the rest of the hold is released."
        )
        if self._hold.estimate.max_credits > self._hold.credits:
            text += " " + self.tr(
                "The final cost can exceed the hold, up to the end of the range above: that is what you agree to, "
                "and what your limits are compared with."
            )
        if self._hold.has_balance_failed:
            text += " " + self.tr("The balance is unknown: the service checks it when the job starts.")
        elif self._hold.balance is None:
            text += " " + self.tr(
                "The balance is not shown to this account: the service checks it when the job starts."
            )
        return text

    def _shortage(self) -> str:
        balance = self._hold.balance
        missing = self._hold.credits - balance.available_credits if balance is not None else 0
        return self.tr(
            "The balance is too small by {credits}. Choose fewer scenes or a smaller area, "
            "or buy credits in the console. Nothing is held."
        ).format(credits=credits_text(missing))

    def _licence_label(self, title: str, url: str) -> QLabel:
        label = QLabel()
        label.setObjectName("licence_label")
        label.setWordWrap(True)
        if url.startswith("https://"):
            label.setTextFormat(Qt.TextFormat.RichText)
            # A link is recognized by its underline; its colour in dark themes cannot be read on their ground.
            label.ensurePolished()
            color = label.palette().color(QPalette.ColorRole.WindowText).name()
            label.setText(f'<a href="{escape(url, quote=True)}" style="color: {color}">{escape(title or url)}</a>')
            label.setStyleSheet(
                "QLabel { border: 1px solid transparent } QLabel:focus { border: 1px dotted palette(window-text) }"
            )
            label.setOpenExternalLinks(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            label.setToolTip(self.tr("Opens the licence in the web browser"))
        else:
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setText(title)
        return label
