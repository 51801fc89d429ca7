"""Reading large images without keeping what was read: GDAL holds on to it until the dataset is closed."""

from __future__ import annotations

from osgeo import gdal

from ...foreign.files import reopened

# What they read is kept by the files that they are made of.
_MOSAICS = frozenset({"VRT", "DIMAP"})


def freed(dataset: gdal.Dataset) -> gdal.Dataset:
    """Returns a dataset that has let go of what was read from it: itself, or a mosaic opened anew.

    The one that is given up must not be read from, and frees its memory when nobody holds it any more.
    """
    if dataset.GetDriver().ShortName in _MOSAICS:
        return reopened(dataset)
    dataset.FlushCache()
    return dataset
