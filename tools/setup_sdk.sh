#!/usr/bin/env bash
# Makes one virtual environment for each official SDK that drives the Sandbox in tests/sdk.
set -euo pipefail
cd "$(dirname "$0")/.."
for requirements in tests/sdk/requirements-*.txt; do
    name=$(basename "$requirements" .txt)
    folder=".venv-sdk-${name#requirements-}"
    sum=$(sha256sum "$requirements" | cut -d' ' -f1)
    if [ ! -f "$folder/.installed" ] || [ "$(cat "$folder/.installed")" != "$sum" ]; then
        echo "Making $folder"
        rm -rf "$folder"
        /usr/bin/python3 -m venv "$folder"
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
        echo "$sum" >"$folder/.installed"
    fi
done
