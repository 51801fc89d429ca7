"""The QGIS side without widgets."""
