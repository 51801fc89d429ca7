"""Clients of the two service generations over HTTP; no Qt, no QGIS."""
