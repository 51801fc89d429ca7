"""The plugin's page in the QGIS options, and its dialogs."""
