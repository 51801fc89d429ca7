"""Scripts get all files of each paid delivery, and a message for those that cannot be shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)
from support import format_samples as formats
from support import output_samples as samples
from support.packed_delivery import deliver_folder
from support.processing_provider import provider_of

from up42_jobs.core.domain.connections import Service
from up42_jobs.sandbox import Sandbox

BOX = "-0.40,-0.39,39.40,39.41 [EPSG:4326]"
PRODUCTS = {"workflows": "oneatlas-pleiades-display:1", "platform": "phr-display"}


class Feedback(QgsProcessingFeedback):
    """Keeps the text that a user would read."""

    def __init__(self):
        super().__init__(False)
        self.errors = []

    def reportError(self, error, fatalError=False):
        self.errors.append(error)


@pytest.fixture(params=["workflows", "platform"])
def generation(request):
    return request.param


@pytest.fixture
def provider(qgis_app, generation, tmp_path, monkeypatch):
    seconds = {"live_seconds": 0.2, "order_seconds": 0.2, "delivery_lag_seconds": 0.0}
    home, service = tmp_path / "home", Service(generation)
    with Sandbox(**seconds) as sandbox, provider_of(sandbox, monkeypatch, home, service) as provider:
        yield provider


@pytest.fixture
def delivery(tmp_path, monkeypatch):
    return deliver_folder(tmp_path, monkeypatch)


def order(provider, generation, tmp_path):
    algorithm = provider.algorithm("runjob").create()
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    parameters = {
        "CONNECTION": "Environment", "PRODUCT": PRODUCTS[generation], "EXTENT": BOX, "LIMIT": 1,
        "MAX_CREDITS": 100_000, "FOLDER": str(tmp_path / "job"),
    }
    results, ok = algorithm.run(parameters, context, feedback, catchExceptions=False)
    assert ok
    return results, feedback.errors


def test_an_image_without_a_place_in_degrees_costs_no_other_and_no_result(provider, generation, delivery, tmp_path):
    disk = gdal.GetDriverByName("GTiff").Create(str(delivery / "a_disk.tif"), 40, 40, 1, gdal.GDT_Float32)
    crs = samples.osr.SpatialReference()
    crs.ImportFromProj4("+proj=geos +lon_0=-75 +h=35786023 +sweep=x +ellps=GRS80")
    disk.SetProjection(crs.ExportToWkt())
    disk.SetGeoTransform((-5_434_895, 271_745, 0, 5_434_895, 0, -271_745))
    disk.GetRasterBand(1).WriteArray(np.ones((40, 40), dtype=np.float32))
    disk = None
    samples.cog(delivery / "z_paid.tif")
    results, errors = order(provider, generation, tmp_path)
    assert errors == []
    assert results["STATUS"] == "SUCCEEDED"
    assert [Path(path).name for path in results["OUTPUT_FILES"].splitlines()] == ["a_disk.tif", "z_paid.tif"]
    assert (tmp_path / "job" / "z_paid.stac.json").exists()


@pytest.mark.parametrize("name", ["scene.ntf", "sst.h5", "tiles.mbtiles", "scene.dat"])
def test_every_format_is_listed(provider, generation, delivery, tmp_path, name):
    formats.write(delivery, name)
    results, errors = order(provider, generation, tmp_path)
    assert errors == []
    assert [Path(path).name for path in results["OUTPUT_FILES"].splitlines()] == [name]


def test_what_cannot_be_shown_is_named_and_still_a_result(provider, generation, delivery, tmp_path):
    (delivery / "scene.mrsid").write_bytes(formats.NOT_SHOWN["scene.mrsid"])
    results, errors = order(provider, generation, tmp_path)
    assert [Path(path).name for path in results["OUTPUT_FILES"].splitlines()] == ["scene.mrsid"]
    (sentence,) = errors
    assert "The files have arrived; these cannot be shown: scene.mrsid." in sentence
    assert "No credits were spent" not in sentence
    assert "does not exist" not in sentence


def test_a_zip_within_the_archive_is_opened(provider, generation, delivery, tmp_path):
    (tmp_path / "inner").mkdir()
    samples.cog(tmp_path / "inner" / "scene.tif")
    formats.zip_of(tmp_path / "inner", delivery / "order_1.zip")
    results, errors = order(provider, generation, tmp_path)
    assert errors == []
    (path,) = results["OUTPUT_FILES"].splitlines()
    assert gdal.Open(path).RasterCount == 3


@pytest.mark.parametrize("content", [b"<html><body>Maintenance</body></html>", bytes(range(9, 250)) * 9])
def test_something_else_in_place_of_the_archive_is_told_as_damaged(provider, generation, delivery, tmp_path, content):
    (tmp_path / "packed.tgz").write_bytes(content)
    with pytest.raises(QgsProcessingException) as caught:
        order(provider, generation, tmp_path)
    assert "paid for and stay in your account" in str(caught.value)
    assert "No credits were spent" not in str(caught.value)
    assert not [path for path in (tmp_path / "job").rglob("*") if path.is_file() and path.name != "lock"]
