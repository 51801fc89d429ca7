#!/usr/bin/env bash
# mypy, strict, on the rooms that are free of Qt.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv-tools/bin/mypy core/domain core/api core/usecases core/journal
