#!/usr/bin/env bash
# mypy, strict, on all rooms: with the types of PyQt5, then with those of PyQt6; or with those that are named.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- pyqt5 pyqt6
for qt in "$@"; do
    folder=build/typecheck/$qt
    mkdir -p "$folder"
    # The package needs its name, which the folder of a checkout may not have.
    ln -sfn ../../.. "$folder/up42_jobs"
    .venv-tools/bin/python tools/make_stubs.py "$qt" "$folder"
    MYPYPATH=$folder .venv-tools/bin/mypy --cache-dir ".mypy_cache/$qt" \
        -p up42_jobs.core -p up42_jobs.ui -m up42_jobs.plugin | sed "s#^$folder/up42_jobs/##"
done
