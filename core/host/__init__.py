"""QGIS as the host application: settings, credentials, network, log, memory, versions."""
