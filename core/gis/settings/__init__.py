"""What is kept in QGIS's settings and its authentication database."""
