"""Processing algorithms: the use cases for the toolbox, models, batches and qgis_process."""
