"""Dialogs to read in: the Tab key goes through them in the order in which they are read."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialogButtonBox

from up42_jobs.ui.jobs.log_dialog import LogDialog


def test_close_is_the_last_stop_of_the_tab_key(qtbot):
    dialog = LogDialog("Pléiades Display")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    close = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    stops, widget = [dialog.search_edit], dialog.search_edit.nextInFocusChain()
    while widget is not dialog.search_edit:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            stops.append(widget)
        widget = widget.nextInFocusChain()
    named = [stop for stop in stops if stop in (dialog.search_edit, dialog.copy_button, dialog.log_view, close)]
    assert named == [dialog.search_edit, dialog.copy_button, dialog.log_view, close]
