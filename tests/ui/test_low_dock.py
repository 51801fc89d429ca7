"""What a low or wide dock leaves of the lists: on a screen 768 pixels high two scenes were seen, with filters none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QLabel, QSlider
from support.scene_panel import NOW, set_query, show_result, some_scenes, square

from up42_jobs.core.app.jobs.job_list import JobRole, JobRow
from up42_jobs.core.domain.errors import ErrorKind
from up42_jobs.core.domain.jobs.credits import EstimateLine
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus, JobTask
from up42_jobs.ui.dock import JOBS, SCENES, Up42Dock

# What QGIS's bars leave of 768 pixels, and a floating dock.
LAPTOP, FLOATING = 600, 500


@pytest.fixture
def dock(application, canvas, qtbot):
    """A dock with sixty scenes, prices and ownership."""
    dock = Up42Dock(application, canvas)
    dock.resize(400, LAPTOP)
    dock.show()
    dock.tabs.setCurrentIndex(SCENES)
    dock.scenes_panel()
    scenes = tuple(replace(scene, footprint=square(0), processing_level="SENSOR") for scene in some_scenes(60))
    show_result(application, scenes)
    application.scenes.set_costs([EstimateLine("", 900, 1800, scene_id=scene.id) for scene in scenes])
    application.scenes.set_owned(["scene-1"])
    yield dock
    dock.release()
    sip.delete(dock)


def resize(dock, width, height):
    dock.resize(width, height)
    for _ in range(3):
        QApplication.processEvents()
    assert (dock.width(), dock.height()) == (width, height)


def seen_rows(dock):
    """How many rows are seen."""
    view = dock.scenes_panel().scenes_view
    return view.viewport().height() / view.visualRect(view.model().index(0, 0)).height()


@pytest.mark.parametrize(
    ("width", "height", "has_filters", "rows"),
    [
        (320, LAPTOP, False, 4),
        (400, LAPTOP, False, 4),
        (600, LAPTOP, False, 4),
        (320, LAPTOP, True, 3.5),
        (400, LAPTOP, True, 3.5),
        (600, LAPTOP, True, 3),
        (400, 900, True, 3),
        (600, 900, True, 3),
        (400, FLOATING, False, 3),
        (900, FLOATING, False, 3),
        (900, FLOATING, True, 3),
    ],
)
def test_the_list_gets_the_room_of_a_low_dock(dock, width, height, has_filters, rows):
    resize(dock, width, height)
    panel = dock.scenes_panel()
    button = panel.filter_bar.filters_button
    place = button.mapTo(dock, button.rect().center())
    button.setChecked(has_filters)
    resize(dock, width, height)
    if has_filters:
        # A second click closes them, where the first opened them.
        assert button.mapTo(dock, button.rect().center()) == place
        panel.filter_bar.cloud_spin.setValue(50)
        QApplication.processEvents()
    assert seen_rows(dock) >= rows


def test_a_wide_dock_has_the_other_lines_beside_the_list(dock):
    """A floating dock of 900 pixels used none of its width."""
    panel = dock.scenes_panel()
    resize(dock, 900, FLOATING)
    view, strip = panel.scenes_view, panel.strip
    assert strip.isVisible()
    for part in (panel.status, panel.filter_bar, strip, panel.tools, panel.selection_bar, panel.order_button):
        assert part.mapTo(panel, part.rect().topLeft()).x() > view.mapTo(panel, view.rect().topRight()).x()
    assert view.height() > 0.9 * panel.height()
    # And back, as a dock that is put beside the map.
    resize(dock, 320, LAPTOP)
    assert view.width() > 0.9 * panel.width()


def test_a_high_dock_shows_all_lines_and_whole_rows(dock):
    panel = dock.scenes_panel()
    resize(dock, 400, 1200)
    assert panel.tools.play_button.isVisible()
    assert not panel.tools.menu_button.isVisible()
    assert not panel.scenes_view.itemDelegate().is_compact
    resize(dock, 400, LAPTOP)
    assert not panel.tools.play_button.isVisible()
    assert panel.scenes_view.itemDelegate().is_compact


def test_sentences_that_are_cut_are_whole_in_the_tool_tip(dock, application):
    label = dock.scenes_panel().status.state_label
    query = application.dry_run
    set_query(application, query.state, replace(query.collection, match_count=5000))
    resize(dock, 320, LAPTOP)
    assert label.height() < 2 * label.fontMetrics().height()
    assert "60 scenes" in label.toolTip()
    assert "5,000" in label.toolTip()
    resize(dock, 320, 1200)
    assert label.height() >= 2 * label.fontMetrics().height()


def test_the_opacity_can_be_set_in_a_narrow_dock_with_longer_words(dock):
    """In German its slider was as wide as its handle."""
    panel = dock.scenes_panel()
    panel.findChild(QCheckBox, "all_shown_box").setText("Alle zeigen")
    slider = panel.findChild(QSlider, "opacity_slider")
    label = next(label for label in panel.findChildren(QLabel) if label.buddy() is slider)
    label.setText("Deckkraft")
    for width in (320, 360, 380, 400, 420, 440):
        for height in (LAPTOP, 900):
            resize(dock, width, height)
            assert slider.width() >= 2.5 * slider.fontMetrics().height()
    resize(dock, 600, LAPTOP)
    assert label.isVisible()


def test_the_menu_of_a_low_tab_does_what_the_buttons_do(dock):
    tools = dock.scenes_panel().tools
    resize(dock, 400, LAPTOP)
    menu = tools.menu_button.menu()
    menu.aboutToShow.emit()
    buttons = [tools.play_button, tools.cover_button, tools.change_button, tools.export_button]
    entries = {entry.text(): entry for entry in menu.actions()}
    for button in buttons:
        assert entries[button.text()].isEnabled() is button.isEnabled()
        assert entries[button.text()].toolTip() == button.toolTip()
    clicked = []
    tools.cover_button.setEnabled(True)
    tools.cover_button.clicked.connect(lambda: clicked.append(True))
    menu.aboutToShow.emit()
    next(entry for entry in menu.actions() if entry.text() == tools.cover_button.text()).trigger()
    assert clicked == [True]


@pytest.fixture
def jobs_panel(dock, application):
    """The Jobs tab with a dozen jobs; every third has failed, and a sentence says why."""
    dock.tabs.setCurrentIndex(JOBS)
    panel = dock.jobs_panel()
    task = JobTask("t1", "data:1", JobStatus.FAILED, started=NOW, finished=NOW)
    for number in range(12):
        row = JobRow(
            key=f"key-{number}",
            name=f"Job {number}",
            mode=JobMode.LIVE,
            status=JobStatus.FAILED if number % 3 == 2 else JobStatus.SUCCEEDED,
            created=NOW - timedelta(hours=number),
            tasks=(task,) * 3,
            note=ErrorKind.NOT_ENOUGH_CREDITS if number % 3 == 2 else None,
        )
        application.jobs.put(row)
    return panel


@pytest.mark.parametrize(("width", "height", "rows"), [(320, LAPTOP, 4), (400, LAPTOP, 4), (900, FLOATING, 3)])
def test_the_job_list_gets_the_room_of_a_low_dock(dock, jobs_panel, width, height, rows):
    resize(dock, width, height)
    view = jobs_panel.jobs_view
    assert view.viewport().height() // view.visualRect(view.model().index(0, 0)).height() >= rows
    place = view.geometry()
    jobs_panel.select_job("key-2")
    QApplication.processEvents()
    assert jobs_panel.note_label.isVisible()
    assert view.geometry() == place


@pytest.mark.parametrize(("width", "height"), [(320, LAPTOP), (400, LAPTOP), (400, FLOATING)])
def test_the_tasks_of_a_job_are_whole_in_a_low_dock(dock, jobs_panel, application, width, height):
    """The second was cut between two scroll bars, below a list with room to spare."""
    row = jobs_panel.filter_model.index(0, 0).data(JobRole.ROW)
    application.jobs.put(replace(row, tasks=row.tasks[:2]))
    resize(dock, width, height)
    jobs_panel.select_job(row.key)
    QApplication.processEvents()
    assert not jobs_panel.details.verticalScrollBar().isVisible()
    tasks = jobs_panel.tasks_view
    assert not tasks.verticalScrollBar().isVisible()
    assert tasks.visualItemRect(tasks.topLevelItem(1)).bottom() <= tasks.viewport().height()


@pytest.mark.parametrize("width", [320, 400])
def test_held_and_used_credits_are_seen_whole_in_a_low_dock(dock, jobs_panel, width):
    """Cut at its end the line lost what was used."""
    resize(dock, width, LAPTOP)
    label = jobs_panel.credits_line.label
    assert label.seen_line().endswith("this month")
    assert label.fontMetrics().horizontalAdvance(label.seen_line()) <= label.width()
    assert label.text().startswith("Jobs of this computer")


def test_a_wide_dock_has_the_tasks_beside_the_jobs(dock, jobs_panel):
    resize(dock, 900, FLOATING)
    view, tasks = jobs_panel.jobs_view, jobs_panel.tasks_view
    assert tasks.mapTo(dock, tasks.rect().topLeft()).x() > view.mapTo(dock, view.rect().topRight()).x()
    assert tasks.width() > 15 * dock.fontMetrics().height()
    resize(dock, 320, LAPTOP)
    assert view.width() > 0.9 * jobs_panel.width()


@pytest.mark.usefixtures("jobs_panel")
@pytest.mark.parametrize("tab", [SCENES, JOBS])
def test_with_large_letters_the_dock_fits_a_screen(large_font, dock, tab):
    """At 18 pt it needed 787 pixels with jobs, and 696 with the filters of the scenes open."""
    dock.scenes_panel().filter_bar.filters_button.setChecked(True)
    dock.tabs.setCurrentIndex(tab)
    for height in (2000, 600):
        dock.resize(400, height)
        for _ in range(3):
            QApplication.processEvents()
    assert dock.height() <= 650
