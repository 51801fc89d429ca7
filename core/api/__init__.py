"""The service over HTTP: requests and the domain, neither Qt nor QGIS."""
