"""Files of others: the one place that opens foreign rasters and vectors, and what it refuses."""
