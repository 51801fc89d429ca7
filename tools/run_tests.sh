#!/usr/bin/env bash
# Unit tests run by themselves, so that none of them can lean on QGIS; then the folders that are named.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift
"$python" -m pytest -q -p no:pytest_qgis -p no:pytest-qt tests/unit
exec "$python" -m pytest -q "$@"
