"""The second door to the use cases: algorithms for the toolbox, models, batches and qgis_process."""
