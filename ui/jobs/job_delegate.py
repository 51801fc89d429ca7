"""Paints a row of the job list: icon, name, state, kind, start, credits and progress."""

from __future__ import annotations

from typing import Dict, List

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from qgis.PyQt.QtGui import QColor, QHelpEvent, QIcon, QMouseEvent, QPainter, QPixmap, QPolygonF
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionProgressBar,
    QStyleOptionViewItem,
    QToolTip,
)

from ...core.app.jobs.job_list import DownloadState, JobColumn, JobRole, JobRow
from ...core.app.jobs.job_thumbnails import JobThumbnails
from ...core.domain.jobs.job import JobMode, JobStatus
from ...core.domain.jobs.journal import EntryState
from ..parts.card import CardPainter, padding
from ..parts.small import plain_tip
from ..wording import (
    area_text,
    error_sentence,
    job_headers,
    job_state_text,
    job_title_text,
    note_text,
    number_text,
    percent_text,
    row_kind_text,
    scene_count_text,
    time_text,
    transfer_text,
)

_translate = QCoreApplication.translate

LINES = 3
# Width of the arrow of a purchase, and of the indent of its jobs.
ARROW = 24


class JobDelegate(QStyledItemDelegate):
    """Paints a job from the roles of its row, with its thumbnail if it has one."""

    def __init__(self, thumbnails: JobThumbnails, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        # By key of the job; a row is painted far more often than a picture changes.
        self._pixmaps: Dict[str, QPixmap] = {}
        thumbnails.changed.connect(lambda key: self._pixmaps.pop(key, None))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Returns the same height for every row, so that long lists stay fast."""
        self.initStyleOption(option, QModelIndex())
        height = LINES * option.fontMetrics.height() + 2 * padding(option)
        return QSize(2 * height, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paints the row."""
        frame = QStyleOptionViewItem(option)
        self.initStyleOption(frame, QModelIndex())
        frame.rect = option.rect
        card = CardPainter(painter, frame)
        row: JobRow = index.data(JobRole.ROW)
        room, height = card.padding, card.metrics.height()
        painter.save()
        card.draw_frame()
        side = 2 * height
        is_open, is_member = index.data(JobRole.IS_OPEN), bool(index.data(JobRole.IS_MEMBER))
        if is_open is not None:
            is_mirrored = frame.direction == Qt.LayoutDirection.RightToLeft
            _draw_arrow(painter, card.place(_arrow_place(frame)), card.text_color, is_open, is_mirrored)
        # A rectangle of its own: that of the frame is what the card mirrors in.
        rest = QRect(option.rect)
        if is_open is not None or is_member:
            rest.setLeft(rest.left() + ARROW)
        sign = QRect(rest.left() + room, rest.top() + room, side, rest.height() - 2 * room)
        self._draw_sign(painter, card.place(sign), row)
        text = rest.adjusted(2 * room + side, room, -room, -room)
        lines = [QRect(text.left(), text.top() + number * height, text.width(), height) for number in range(LINES)]
        # What tells jobs of the same product apart is at the end.
        # Below its purchase the area says which job it is, and then its product.
        title = row.area_name if is_member and row.area_name else job_title_text(row)
        card.draw_text(lines[0], title, is_bold=True, elide=Qt.TextElideMode.ElideMiddle)
        if row.progress is not None:
            bar = QRect(text.left(), text.bottom() + 1, text.width(), room)
            _draw_progress(painter, frame, card.place(bar), row.progress)
        pattern = _translate("UP42", "{kind} · {state}")
        kind = row.product_title if is_member and row.product_title else row_kind_text(row)
        # A purchase is always of live jobs, and how far they are needs the room.
        state = job_state_text(row)
        card.draw_text(lines[1], state if row.members else pattern.format(kind=kind, state=state))
        card.draw_text(lines[2], card.fitting(_last_lines(index, row), lines[2].width()), is_dim=True)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Opens or closes a purchase on a click on its arrow, which selects nothing."""
        clicks = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease)
        is_open = index.data(JobRole.IS_OPEN)
        if is_open is None or not isinstance(event, QMouseEvent) or event.type() not in clicks:
            return False
        place = QStyle.visualRect(option.direction, option.rect, _arrow_place(option))
        if event.button() != Qt.MouseButton.LeftButton or not place.contains(event.pos()):
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            return model.setData(index, not is_open, JobRole.IS_OPEN)
        return True

    def _draw_sign(self, painter: QPainter, place: QRect, row: JobRow) -> None:
        """Paints the thumbnail with the icon of the state in its corner, the icon alone if there is none."""
        pixmap = self._pixmap(row)
        side = min(QgsApplication.scaleIconSize(24), place.width())
        icon = QRect(0, 0, side, side)
        icon.moveCenter(place.center())
        if not pixmap.isNull():
            size = pixmap.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            picture = QRect(QPoint(0, 0), size)
            picture.moveCenter(place.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(picture, pixmap)
            icon.setSize(icon.size() * 2 / 3)
            icon.moveBottomRight(place.bottomRight())
            # Dark and light pictures alike are below it.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(255, 255, 255, 225))
            painter.drawEllipse(icon.adjusted(-1, -1, 1, 1))
        state_icon(row).paint(painter, icon)

    def _pixmap(self, row: JobRow) -> QPixmap:
        if row.key not in self._pixmaps:
            pixmap = QPixmap()
            pixmap.loadFromData(self._thumbnails.of(row))
            self._pixmaps[row.key] = pixmap
        return self._pixmaps[row.key]

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """Shows a tool tip with everything known about a job."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(job_tip(index)), view)
        return True


def state_icon(row: JobRow) -> QIcon:
    """Returns the icon of a job's state, which is also shown as text."""
    if row.download is DownloadState.FAILED:
        return QgsApplication.getThemeIcon("mIconWarning.svg")
    if row.download is DownloadState.INTERRUPTED:
        return QgsApplication.getThemeIcon("mTaskOnHold.svg")
    if row.is_fetching:
        return QgsApplication.getThemeIcon("downloading_svg.svg")
    by_entry = {
        EntryState.INTENT: "mTaskQueued.svg",
        EntryState.UNKNOWN: "mIconWarning.svg",
        EntryState.REFUSED: "mTaskTerminated.svg",
        EntryState.ABSENT: "mTaskTerminated.svg",
    }
    by_status = {
        JobStatus.NOT_STARTED: "mTaskQueued.svg",
        JobStatus.PENDING: "mTaskQueued.svg",
        JobStatus.RUNNING: "mTaskRunning.svg",
        JobStatus.CANCELLING: "mTaskOnHold.svg",
        JobStatus.SUCCEEDED: "mTaskComplete.svg",
        JobStatus.FAILED: "mTaskTerminated.svg",
        JobStatus.CANCELLED: "mTaskCancel.svg",
    }
    name = by_entry.get(row.entry_state) if row.entry_state is not None else None
    return QgsApplication.getThemeIcon(name or by_status[row.status])


def scene_parts(row: JobRow) -> List[str]:
    """Returns the number of ordered scenes, if the order names them."""
    return [scene_count_text(row.scene_count)] if row.scene_count else []


def credit_parts(row: JobRow) -> List[str]:
    """Returns the credits that a job holds and used, if known; test queries are free."""
    if row.mode is JobMode.DRY_RUN:
        return [_translate("UP42", "free")]
    parts = []
    if row.hold_credits:
        # Whether a job of which nothing is known holds anything is what is being found out.
        is_known = row.entry_state not in (EntryState.INTENT, EntryState.UNKNOWN)
        pattern = _translate("UP42", "{credits} held") if is_known else _translate("UP42", "{credits} if it started")
        parts.append(pattern.format(credits=number_text(row.hold_credits)))
    if row.credits_used is not None:
        parts.append(_translate("UP42", "{credits} used").format(credits=number_text(row.credits_used)))
    return parts


def _last_lines(index: QModelIndex, row: JobRow) -> List[str]:
    """Returns transfer or start, scenes and credits, longest form first: the credits are the last to go."""
    transfer = row.transfer
    # Files of an earlier attempt count as progress, but not as bytes.
    if transfer is not None and transfer.done_bytes:
        return [transfer_text(transfer)]
    started, scenes, credits = _text(index, JobColumn.STARTED), scene_parts(row), credit_parts(row)
    day = started.split(" ")[0]
    forms = ((started, *scenes, *credits), (day, *scenes, *credits), (day, *credits), credits, credits[-1:])
    return [" · ".join(form) for form in forms if form] or [started]


def spoken_job(row: JobRow, is_open: bool = False) -> str:
    """Returns a job in one line: name, kind, state, start and credits; of a purchase whether it is open."""
    parts = [job_title_text(row), row_kind_text(row), job_state_text(row)]
    if row.members:
        parts.append(_translate("UP42", "its jobs are shown") if is_open else _translate("UP42", "its jobs are hidden"))
    return ", ".join([*parts, time_text(row.started or row.created), *scene_parts(row), *credit_parts(row)])


def job_tip(index: QModelIndex) -> List[str]:
    """Returns the lines of a job's tool tip: every column, the product, notes and failures."""
    row: JobRow = index.data(JobRole.ROW)
    pattern = _translate("UP42", "{title}: {value}")
    headers = job_headers()
    lines = [
        pattern.format(title=headers[JobColumn.NAME], value=row.name or _text(index, JobColumn.NAME)),
        row.product_title,
        area_text(row.area_km2) if row.area_km2 is not None else "",
        *scene_parts(row),
        pattern.format(title=headers[JobColumn.KIND], value=row_kind_text(row)),
        pattern.format(title=headers[JobColumn.STATE], value=job_state_text(row)),
        pattern.format(title=headers[JobColumn.STARTED], value=_text(index, JobColumn.STARTED)),
        *credit_parts(row),
        transfer_text(row.transfer) if row.transfer is not None else "",
        note_text(row.note),
    ]
    if row.error is not None:
        lines.append(error_sentence(row.error))
    return lines


def _arrow_place(option: QStyleOptionViewItem) -> QRect:
    """Returns where a click opens a purchase, in a row that runs from left to right."""
    return QRect(option.rect.left(), option.rect.top(), ARROW, option.rect.height())


def _draw_arrow(painter: QPainter, place: QRect, color: QColor, is_open: bool, is_mirrored: bool) -> None:
    """Paints an arrow that points down if the jobs of a purchase are shown, else to where they would be."""
    side = ARROW / 4.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QRectF(place).center())
    if is_open:
        painter.rotate(90.0)
    elif is_mirrored:
        painter.rotate(180.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(-side / 2, -side), QPointF(side / 2, 0.0), QPointF(-side / 2, side)]))
    painter.restore()


def _draw_progress(painter: QPainter, frame: QStyleOptionViewItem, rect: QRect, share: float) -> None:
    bar = QStyleOptionProgressBar()
    bar.rect = rect
    bar.palette = frame.palette
    bar.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Horizontal
    bar.minimum, bar.maximum, bar.progress = 0, 100, round(100 * share)
    bar.text = percent_text(share)
    bar.textVisible = False
    style = frame.widget.style() if frame.widget is not None else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter, frame.widget)


def _text(index: QModelIndex, column: JobColumn) -> str:
    return str(index.sibling(index.row(), column).data() or "")
