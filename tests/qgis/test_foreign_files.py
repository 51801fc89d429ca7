"""Foreign files are data, never instructions: opening them reads no other file and no address.

GDAL goes by content. A delivery that is opened for its name may be a virtual raster over /etc/passwd, a service
description, or a real image whose metadata name another file; each of them is refused before anything is read.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import json
import shutil
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from support import output_samples as samples
from support.quicklook_truth import as_scene, frame_corners, made_up, ring_of

from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.delivery import OutputKind, OutputProblem
from up42_jobs.core.domain.problems import AreaError
from up42_jobs.core.gis.areas.files import aoi_from_file
from up42_jobs.core.gis.foreign.files import ForeignKind, open_raster, open_vector
from up42_jobs.core.gis.foreign.pixels import check_hdf5
from up42_jobs.core.gis.foreign.references import UnsafeReference
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.quicklooks.placing import place_quicklook

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1], [0, 0]]]}
FEATURES = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": SQUARE}]}


@pytest.fixture
def listener():
    """A server that notes every request; none may come."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    server.seen, server.url = seen, f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def secret(tmp_path):
    """A readable image that belongs to somebody else, beside the folder of outputs."""
    path = tmp_path / "private" / "secret.tif"
    return samples.write_tif(path, np.full((1, 16, 16), 200, dtype=np.uint8))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "outputs"
    path.mkdir()
    return path


@pytest.fixture(params=[True, False], ids=["exceptions", "no exceptions"])
def exceptions(request):
    """GDAL's exceptions belong to the whole process, and other plugins set them as they like."""
    modules = (gdal, ogr, osr)
    before = [module for module in modules if module.GetUseExceptions()]
    if not request.param:
        # They can only be switched off in the reverse of the order in which they were switched on.
        for module in (*modules, *modules, *modules):
            with contextlib.suppress(RuntimeError):
                module.DontUseExceptions()
        assert not any(module.GetUseExceptions() for module in modules)
    yield
    for module in before:
        module.UseExceptions()


def vrt(source):
    """A virtual raster over a file or an address."""
    band = f'<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{source}</SourceFilename>'
    return f'<VRTDataset rasterXSize="16" rasterYSize="16">{band}</SimpleSource></VRTRasterBand></VRTDataset>'


def raw_vrt(source):
    """A virtual raster that takes the bytes of any file for pixels."""
    band = f'<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename>{source}'
    end = "</SourceFilename><ImageOffset>0</ImageOffset></VRTRasterBand>"
    return f'<VRTDataset rasterXSize="16" rasterYSize="4">{band}{end}</VRTDataset>'


def wms(address):
    """A service description."""
    service = f"<Service name='TMS'><ServerUrl>{address}/${{z}}/${{x}}/${{y}}</ServerUrl></Service>"
    window = "<DataWindow><UpperLeftX>0</UpperLeftX><UpperLeftY>1</UpperLeftY><LowerRightX>1</LowerRightX>"
    rest = "<LowerRightY>0</LowerRightY><TileLevel>1</TileLevel></DataWindow><BandsCount>1</BandsCount>"
    return f"<GDAL_WMS>{service}{window}{rest}</GDAL_WMS>"


def image(path, overview_file=""):
    """A small true GeoTIFF, whose own tag may name its overviews."""
    samples.write_tif(path, np.full((1, 64, 64), 90, dtype=np.uint8))
    if overview_file:
        dataset = gdal.Open(str(path), gdal.GA_Update)
        dataset.SetMetadataItem("OVERVIEW_FILE", overview_file, "OVERVIEWS")
        dataset = None
    return path


def sidecar(path, item):
    path.with_name(f"{path.name}.aux.xml").write_text(
        f'<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">{item}</MDI></Metadata></PAMDataset>'
    )


def dimap(folder, href):
    """A DIMAP whose one tile is named by `href`."""
    document, other = samples.dimap(folder)
    shutil.rmtree(other.parent)
    text = document.read_text()
    start = text.index('href="') + len('href="')
    document.write_text(text[:start] + href + text[text.index('"', start) :])
    return document


HOSTILE = {
    "virtual raster over an image": lambda f, s, u: (f / "a.tif").write_text(vrt(s)),
    "virtual raster over any bytes": lambda f, s, u: (f / "a.tif").write_text(raw_vrt("/etc/passwd")),
    "virtual raster over an address": lambda f, s, u: (f / "a.tif").write_text(vrt(f"/vsicurl/{u}/a.tif")),
    "virtual raster behind blanks": lambda f, s, u: (f / "a.tif").write_text(" \n" * 200 + vrt(s)),
    "virtual raster as JPEG 2000": lambda f, s, u: (f / "a.jp2").write_text(vrt(s)),
    "virtual raster in a comment": lambda f, s, u: (f / "a.tif").write_bytes(
        b"\xff\xd8\xff\xfe\x01\x01" + vrt(s).encode()
    ),
    "service description": lambda f, s, u: (f / "a.tif").write_text(wms(u)),
    "tile service": lambda f, s, u: (f / "a.tif").write_text(
        f"<GDAL_WMTS><GetCapabilitiesUrl>{u}/wmts</GetCapabilitiesUrl><Layer>a</Layer></GDAL_WMTS>"
    ),
    "notes that name overviews": lambda f, s, u: sidecar(image(f / "a.tif"), s),
    "notes that name an address": lambda f, s, u: sidecar(image(f / "a.tif"), f"/vsicurl/{u}/a.ovr"),
    "tag that names overviews": lambda f, s, u: image(f / "a.tif", str(s)),
    "tag that names an address": lambda f, s, u: image(f / "a.tif", f"/vsicurl/{u}/a.ovr"),
    "tag that leaves the folder": lambda f, s, u: image(f / "a.tif", ":::BASE:::../private/secret.tif"),
    "overviews that are a virtual raster": lambda f, s, u: image(f / "a.tif").with_name("a.tif.ovr").write_text(vrt(s)),
    "mask that is a virtual raster": lambda f, s, u: image(f / "a.tif").with_name("a.tif.msk").write_text(vrt(s)),
    "overviews whose tag names others": lambda f, s, u: image(image(f / "a.tif").with_name("a.tif.ovr"), str(s)),
    "product above its folder": lambda f, s, u: dimap(f, "../../private/secret.tif"),
    "product with an absolute path": lambda f, s, u: dimap(f, str(s)),
    "product on the network": lambda f, s, u: dimap(f, f"/vsicurl/{u}/a.tif"),
    "product with an address": lambda f, s, u: dimap(f, f"{u}/a.tif"),
    "product with a share": lambda f, s, u: dimap(f, "\\\\127.0.0.1\\share\\a.tif"),
    "product behind an entity": lambda f, s, u: dimap(f, "&#46;&#46;/&#46;./private/secret.tif"),
    "product whose tile is a virtual raster": lambda f, s, u: dimap(f, "b.dat").with_name("b.dat").write_text(vrt(s)),
    "product whose tile names overviews": lambda f, s, u: image(dimap(f, "b.dat").with_name("b.dat"), str(s)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_delivered_raster_that_reaches_elsewhere_is_named_and_not_opened(
    name, exceptions, folder, secret, listener, qgis_app
):
    HOSTILE[name](folder, secret, listener.url)
    opened = {Path(file.path).name: file.problem for file in find_datasets(folder)}
    name = next(name for name in opened if name.startswith(("a.", "DIM_")))
    assert opened[name] is OutputProblem.UNSAFE
    assert listener.seen == []


def test_a_foreign_virtual_raster_beside_a_good_image_costs_only_itself(folder, secret, qgis_app):
    samples.multispectral(folder / "good.tif")
    (folder / "bad.tif").write_text(vrt(secret))
    assert {file.title: file.problem for file in find_datasets(folder)} == {
        "good": None,
        "bad": OutputProblem.UNSAFE,
    }


def frame():
    corners = frame_corners(-0.3, 39.4, 20, 20, 17, 0.04, 0.12)
    return made_up(corners, (64, 64), ring_of(corners, 3, True, [(0, 0.3), (2, 0.5)]), cloud_cover=0.0)


@pytest.mark.parametrize("name", [name for name in HOSTILE if "product" not in name and "jp2" not in name.lower()])
def test_a_quicklook_that_reaches_elsewhere_is_not_drawn_from_there(
    name, exceptions, folder, secret, listener, qgis_app
):
    """Beside a quicklook nothing is looked at, so that what stands there is harmless."""
    HOSTILE[name](folder, secret, listener.url)
    path = next(path for path in folder.iterdir() if path.suffix in (".tif", ".jp2"))
    try:
        raster = gdal.Open(place_quicklook(path, as_scene(frame())).raster_path)
    except Up42Error as error:
        kind = error.kind
    else:
        kind = None
        assert set(np.unique(raster.GetRasterBand(1).ReadAsArray())) <= {0, 90}
    is_harmless_alone = any(word in name for word in ("notes", "overviews that", "overviews whose", "mask"))
    assert kind in ((None,) if is_harmless_alone else (ErrorKind.IMAGE_UNREADABLE, ErrorKind.FILE_UNSAFE))
    assert listener.seen == []


def spatial_table(path, statement):
    """A GeoPackage with a table that reads another file."""
    samples.geopackage(path)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        columns = "(type, name, tbl_name, rootpage, sql)"
        row = ("table", "stolen", "stolen", 0, statement)
        database.execute(f"INSERT INTO sqlite_master {columns} VALUES (?, ?, ?, ?, ?)", row)
    return path


HOSTILE_VECTORS = {
    "virtual source": lambda f, s, u: (f / "a.geojson").write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{s}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    ),
    "web service": lambda f, s, u: (f / "a.kml").write_text(
        f"<OGRWFSDataSource><URL>{u}/wfs?SERVICE=WFS</URL></OGRWFSDataSource>"
    ),
    "reference system at an address": lambda f, s, u: (f / "a.geojson").write_text(
        json.dumps({"crs": {"type": "link", "properties": {"url": f"{u}/crs"}}, **FEATURES})
    ),
    "reference system written oddly": lambda f, s, u: (f / "a.geojson").write_text(
        json.dumps({**FEATURES, "CRS": {"Type": "URL", "Properties": {"URL": f"{u}/crs"}}}).replace(
            '"CRS"', '"\\u0063rs"'
        )
    ),
    "table over a text file": lambda f, s, u: spatial_table(
        f / "a.gpkg", "CREATE VIRTUAL TABLE stolen USING VirtualText('/etc/passwd', 'UTF-8', 0)"
    ),
}


@pytest.mark.parametrize("name", HOSTILE_VECTORS)
def test_a_vector_file_that_reaches_elsewhere_is_refused_as_output_and_as_area(
    name, exceptions, folder, secret, listener, qgis_app
):
    HOSTILE_VECTORS[name](folder, secret, listener.url)
    (found,) = [file for file in find_datasets(folder) if file.kind is OutputKind.VECTOR]
    assert found.problem is OutputProblem.UNSAFE
    with pytest.raises(AreaError):
        aoi_from_file(found.path)
    assert listener.seen == []


PICTURE = '<img src="http://127.0.0.1:9/x">'


@pytest.mark.parametrize("place", ["metadata", "band", "band metadata"])
def test_a_raster_with_markup_in_its_words_is_refused(folder, exceptions, qgis_app, place):
    """QGIS shows them as HTML in the properties of the layer, and would load the picture."""
    dataset = gdal.Open(str(image(folder / "a.tif")), gdal.GA_Update)
    if place == "metadata":
        dataset.SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", PICTURE)
    elif place == "band":
        dataset.GetRasterBand(1).SetDescription(PICTURE)
    else:
        dataset.GetRasterBand(1).SetMetadataItem("note", PICTURE)
    dataset = None
    assert [file.problem for file in find_datasets(folder)] == [OutputProblem.UNSAFE]


def test_a_vector_with_markup_in_the_names_of_its_fields_is_refused(folder, exceptions, qgis_app):
    feature = {"type": "Feature", "properties": {PICTURE: 1}, "geometry": SQUARE}
    (folder / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert [file.problem for file in find_datasets(folder)] == [OutputProblem.UNSAFE]


def test_xml_in_the_words_of_a_raster_is_no_markup(folder, exceptions, qgis_app):
    dataset = gdal.Open(str(image(folder / "a.tif")), gdal.GA_Update)
    dataset.SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", '<?xml version="1.0"?><Image_Metadata a="b < c"/>')
    dataset = None
    assert [file.problem for file in find_datasets(folder)] == [None]


def test_an_area_file_that_is_a_raster_or_a_product_is_refused(folder, exceptions, qgis_app):
    (folder / "a.geojson").write_text(vrt("/etc/passwd"))
    with pytest.raises(AreaError):
        aoi_from_file(str(folder / "a.geojson"))


def test_a_long_geojson_is_looked_through_to_its_end(folder, listener, qgis_app):
    """The reference system may stand behind the features, beyond the first megabyte."""
    features = {"type": "FeatureCollection", "features": FEATURES["features"] * 12_000}
    text = json.dumps({**features, "crs": {"type": "link", "properties": {"href": f"{listener.url}/crs"}}})
    assert len(text) > 1_500_000
    (folder / "long.geojson").write_text(text)
    with pytest.raises(Up42Error) as caught:
        open_vector(folder / "long.geojson")
    assert caught.value.kind is ErrorKind.FILE_UNSAFE
    assert listener.seen == []


@pytest.mark.parametrize("crs", [None, {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}])
def test_a_common_geojson_opens(crs, exceptions, folder, qgis_app):
    (folder / "a.geojson").write_text(json.dumps({**FEATURES, "crs": crs}))
    assert open_vector(folder / "a.geojson").GetLayerCount() == 1


def test_what_is_no_raster_at_all_is_one_of_our_errors(exceptions, folder, qgis_app):
    (folder / "a.tif").write_bytes(b"not an image")
    for path in (folder / "a.tif", folder / "missing.tif"):
        with pytest.raises(Up42Error) as caught:
            open_raster(path)
        assert caught.value.kind is ErrorKind.IMAGE_UNREADABLE
        with pytest.raises(Up42Error) as caught:
            open_vector(path)
        assert caught.value.kind is ErrorKind.OUTPUT_UNREADABLE
        with pytest.raises(Up42Error) as caught:
            open_raster(path, ForeignKind.QUICKLOOK, alone=True)
        assert caught.value.kind is ErrorKind.IMAGE_UNREADABLE


def with_external_pixels(path, source):
    """Has the HDF5 library itself, which GDAL reads with, write a file whose pixels are those of another."""
    library = ctypes.util.find_library("hdf5_serial") or ctypes.util.find_library("hdf5")
    name = library or next((item for item in ("libhdf5_serial.so.103", "libhdf5.so.200") if _loads(item)), None)
    if name is None:
        pytest.skip("the HDF5 library is not here under a name that is known")
    hdf5 = ctypes.CDLL(name)
    for call in ("H5Fcreate", "H5Pcreate", "H5Screate_simple", "H5Dcreate2"):
        getattr(hdf5, call).restype = ctypes.c_int64
    hdf5.H5open()
    kind = ctypes.c_int64.in_dll(hdf5, "H5T_NATIVE_UCHAR_g")
    created = ctypes.c_int64.in_dll(hdf5, "H5P_CLS_DATASET_CREATE_ID_g")
    number = ctypes.c_int64
    file = hdf5.H5Fcreate(str(path).encode(), 2, number(0), number(0))
    how = hdf5.H5Pcreate(created)
    if source:
        assert hdf5.H5Pset_external(number(how), source.encode(), number(0), ctypes.c_uint64(64)) >= 0
    space = hdf5.H5Screate_simple(2, (ctypes.c_uint64 * 2)(8, 8), None)
    data = hdf5.H5Dcreate2(number(file), b"image", kind, number(space), number(0), number(how), number(0))
    assert data >= 0
    hdf5.H5Dclose(number(data))
    assert hdf5.H5Fclose(number(file)) >= 0
    return path


def _loads(name):
    try:
        return bool(ctypes.CDLL(name))
    except OSError:
        return False


@pytest.mark.parametrize("name", ["a.nc", "a.h5"])
@pytest.mark.parametrize("source", ["/etc/passwd", "../private/secret.tif", ""])
def test_pixels_of_an_hdf5_are_its_own(folder, secret, qgis_app, name, source):
    path = with_external_pixels(folder / name, source)
    if not source:
        check_hdf5(path)
        return
    with pytest.raises(UnsafeReference):
        check_hdf5(path)
    with pytest.raises(Up42Error) as caught:
        open_raster(path)
    assert caught.value.kind is ErrorKind.FILE_UNSAFE


def pix(path, name, interleaving="BAND"):
    """A PCIDSK whose one channel is in the named file."""
    driver = gdal.GetDriverByName("PCIDSK")
    driver.Create(str(path), 16, 16, 1, options=[f"INTERLEAVING={interleaving}"]).FlushCache()
    content = bytearray(path.read_bytes())
    place = (int(content[336:352]) - 1) * 512 + 64
    if name:
        content[place : place + 64] = name.encode().ljust(64)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("interleaving", ["BAND", "TILED", "PIXEL"])
def test_a_common_pix_opens(folder, qgis_app, interleaving):
    assert open_raster(pix(folder / "a.pix", "", interleaving)).RasterCount == 1


@pytest.mark.parametrize("name", ["/etc/passwd", "../private/secret.tif", "LNK=1", "<uri>"])
def test_channels_of_a_pix_are_its_own(folder, secret, qgis_app, name):
    with pytest.raises(Up42Error) as caught:
        open_raster(pix(folder / "a.pix", name))
    assert caught.value.kind is ErrorKind.FILE_UNSAFE
