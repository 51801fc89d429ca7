"""Geodata with QGIS, GDAL and numpy, without widgets."""
