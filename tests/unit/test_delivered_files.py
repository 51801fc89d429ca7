"""Results are distinguished from previews, masks, tiles and documents by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from up42_jobs.core.domain.outputs.delivered_files import is_part_of, is_product, product_title, sort_files

FOLDER = Path("/outputs")


def sorted_names(*names, ours=frozenset()):
    found = sort_files([FOLDER / name for name in names], FOLDER, ours)
    return {
        kind: [path.relative_to(FOLDER).as_posix() for path in getattr(found, kind)]
        for kind in ("products", "rasters", "side_rasters", "vectors", "documents")
    }


def test_files_of_a_delivery_are_sorted():
    found = sorted_names(
        "a.TIF",
        "b.jp2",
        "preview.tif",
        "quicklook_a.tif",
        "A_udm2.tif",
        "MASKS/CLD_A_MSK.TIF",
        "MASKS/ROI.geojson",
        "objects.geojson",
        "data.json",
        "a.stac.json",
        "outputs.json",
        "preview.jpg",
        "icon.png",
        "original.zip",
        "foreign.vrt",
        ".download/half.tif",
        ".hidden.tif",
        "a.tif.part",
        ours=frozenset({"outputs.json"}),
    )
    assert found == {
        "products": [],
        "rasters": ["a.TIF", "b.jp2"],
        "side_rasters": ["A_udm2.tif", "MASKS/CLD_A_MSK.TIF", "preview.tif", "quicklook_a.tif"],
        "vectors": ["objects.geojson"],
        "documents": ["data.json"],
    }


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("IMG_1/DIM_PHR1B_MS_1.XML", True),
        ("IMG_1/dim_phr1b.xml", True),
        ("S2A_X.SAFE/MTD_MSIL2A.xml", True),
        ("S2A_X.SAFE/MTD_MSIL1C.xml", True),
        ("S1A_IW_GRDH_X.SAFE/manifest.safe", True),
        ("S2A_X.SAFE/manifest.safe", False),
        ("S2A_X.SAFE/GRANULE/L2A/MTD_TL.xml", False),
        ("VOL_PHR.XML", False),
        ("metadata.xml", False),
    ],
)
def test_products_are_known_by_their_metadata_file(name, is_one):
    assert is_product(FOLDER / name) is is_one


def test_dimap_owns_its_images_and_side_folders_and_nothing_else_beside_it():
    product = FOLDER / "DIM_PHR1B_MS_1.XML"
    own = ("IMG_PHR1B_MS_1_R1C1.TIF", "PREVIEW_X.JPG", "MASKS/CLD.TIF", "LINEAGE/x.tif")
    others = ("ndvi.tif", "results/a.tif", "DIM_PHR1B_P_1.XML", "DIM_PHR1B_MS_1.XML")
    assert [name for name in (*own, *others) if is_part_of(FOLDER / name, product)] == list(own)


def test_safe_owns_its_whole_folder():
    product = FOLDER / "S2A_X.SAFE" / "MTD_MSIL2A.xml"
    assert is_part_of(FOLDER / "S2A_X.SAFE/GRANULE/L2A/IMG_DATA/R10m/B02.jp2", product)
    assert not is_part_of(FOLDER / "a.tif", product)
    assert (product_title(product), product_title(FOLDER / "DIM_PHR1B_1.XML")) == ("S2A_X", "PHR1B_1")
