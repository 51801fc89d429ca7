"""Quicklook images: read, placed by evidence, written as georeferenced rasters."""
