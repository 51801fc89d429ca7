"""The pixels of large rasters: read in pieces, shrunk, put together."""
