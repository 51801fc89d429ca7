"""QGIS around the dock: context menus of layers and map, locator filter, Browser node."""
