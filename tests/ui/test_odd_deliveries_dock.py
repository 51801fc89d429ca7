"""Every paid delivery is on the map, or a notice names it and opens its folder."""

from __future__ import annotations

import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsProviderRegistry
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QWidget
from support import format_samples as formats
from support import output_samples as samples
from support.packed_delivery import deliver_folder
from support.signed_in_application import WAIT_MS

from up42_jobs.core.app.jobs.job_list import DownloadState
from up42_jobs.core.app.jobs.ordering import OrderingState
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.jobs.credits import HoldConfirmation
from up42_jobs.core.domain.jobs.job import JobMode
from up42_jobs.ui.notice_bar import NoticeBar
from up42_jobs.ui.notice_parts import notice_parts
from up42_jobs.ui.notices import Notices


@pytest.fixture(params=["signed_in", "on_platform"])
def ready(request):
    """The application in either generation."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def bar(ready, canvas, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    bar = NoticeBar(window)
    bar.kept = (window, Notices(notice_parts(ready), bar, canvas))
    return bar


@pytest.fixture
def delivery(tmp_path, monkeypatch):
    return deliver_folder(tmp_path, monkeypatch)


def buy(application, qtbot):
    """Orders one scene and waits until its outputs are on the map or the reason why not is shown."""
    application.workbench.set_limit(1)
    application.ordering.prepare()
    ordering = application.ordering
    qtbot.waitUntil(lambda: ordering.state is OrderingState.CONFIRMING, timeout=WAIT_MS)
    with qtbot.waitSignal(ordering.started, timeout=WAIT_MS):
        ordering.confirm(HoldConfirmation(ordering.hold.fingerprint, ordering.hold.credits, utc_now()))

    def row():
        return next(row for row in application.jobs.rows() if row.is_own and row.mode is JobMode.LIVE)

    qtbot.waitUntil(lambda: row().download in (DownloadState.LOADED, DownloadState.FAILED), timeout=WAIT_MS)
    return row()


def words(bar):
    return " ".join(label.text() for label in bar.findChildren(QLabel, "notice_label"))


def test_an_image_beyond_the_poles_loads_and_so_does_the_one_after_it(ready, bar, delivery, qtbot):
    # It ended in "The plugin made a mistake", and what came after it was never loaded.
    grid = gdal.GetDriverByName("GTiff").Create(str(delivery / "a_sst.tif"), 40, 20, 1, gdal.GDT_Float32)
    grid.SetProjection(samples.to_memory(samples.np.zeros((1, 1, 1), samples.np.uint8), epsg=4326).GetProjection())
    grid.SetGeoTransform((-180, 9, 0, 94.5, 0, -9.45))
    grid.GetRasterBand(1).Fill(280)
    grid = None
    samples.cog(delivery / "z_paid.tif")
    row = buy(ready, qtbot)
    assert (row.download, row.error) == (DownloadState.LOADED, None)
    assert len(QgsProject.instance().mapLayers()) == 2


@pytest.mark.parametrize("name", ["scene.ntf", "ortho.gpkg"])
def test_formats_of_other_providers_come_onto_the_map(ready, bar, delivery, qtbot, name):
    formats.write(delivery, name)
    row = buy(ready, qtbot)
    assert (row.download, row.error) == (DownloadState.LOADED, None)
    (layer,) = QgsProject.instance().mapLayers().values()
    assert layer.isValid()


def test_what_cannot_be_shown_is_named_with_its_folder_a_click_away(ready, bar, delivery, qtbot):
    (delivery / "scene.mrsid").write_bytes(formats.NOT_SHOWN["scene.mrsid"])
    row = buy(ready, qtbot)
    assert row.download is DownloadState.FAILED
    assert "The files have arrived; these cannot be shown: scene.mrsid." in words(bar)
    assert "No credits were spent" not in words(bar)
    assert bar.findChild(QPushButton, "notice_folder_button") is not None


def test_a_point_cloud_is_named_where_this_qgis_has_none(ready, bar, delivery, qtbot):
    formats.point_cloud(delivery / "cloud.las")
    row = buy(ready, qtbot)
    if "pdal" in QgsProviderRegistry.instance().providerList():
        assert (row.download, row.error) == (DownloadState.LOADED, None)
        return
    assert row.download is DownloadState.FAILED
    assert "The files have arrived; these cannot be shown: cloud.las." in words(bar)
    assert "already on the map" not in words(bar)
    assert bar.findChild(QPushButton, "notice_folder_button") is not None


def test_a_page_in_place_of_the_archive_is_reported_as_damaged(ready, bar, delivery, qtbot, tmp_path):
    (tmp_path / "packed.tgz").write_bytes(b"<html><body>Maintenance</body></html>")
    row = buy(ready, qtbot)
    assert row.download is DownloadState.FAILED
    assert "paid for and stay in your account" in words(bar)
    # What was wrong for a while comes right when it is asked for again.
    (tmp_path / "packed.tgz").unlink()
    samples.cog(delivery / "scene.tif")
    with qtbot.waitSignal(ready.outputs.loaded, timeout=WAIT_MS):
        ready.outputs.load(row.key)
    assert len(QgsProject.instance().mapLayers()) == 1
