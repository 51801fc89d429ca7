"""A pytest plugin for a QGIS 3 on Qt 6: pytest-qgis asks every QGIS 3 for two names that only Qt 5 has.

It does so before any conftest is read, so that this is loaded by the environment (`PYTEST_PLUGINS`).
"""

import sys

# Tests without QGIS switch that plugin off.
if "pytest_qgis" in sys.modules:
    from qgis.PyQt.QtCore import QSettings

    QSettings.IniFormat = QSettings.Format.IniFormat
    QSettings.UserScope = QSettings.Scope.UserScope
