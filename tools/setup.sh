#!/usr/bin/env bash
# Installs what a fresh Debian machine lacks; the second time it returns at once.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(qgis python3-qgis python3-venv xvfb xauth xdotool openbox imagemagick ntfs-3g qttools5-dev-tools git make)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
    echo "Installing ${missing[*]}"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# Another python3 may stand first on PATH; only the system's own sees PyQGIS.
make_environment() {
    local folder=$1 requirements=$2 stamp sum
    shift 2
    stamp="$folder/.installed"
    sum=$(sha256sum "$requirements" | cut -d' ' -f1)
    if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$sum" ]; then
        echo "Making $folder"
        rm -rf "$folder"
        /usr/bin/python3 -m venv "$@" "$folder"
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
        echo "$sum" >"$stamp"
    fi
}
make_environment .venv requirements-dev.txt --system-site-packages
make_environment .venv-tools requirements-tools.txt
# Only its stubs are read; the libraries that it depends on would take 200 MB. Later releases call every pointer optional.
if ! .venv-tools/bin/python -m pip freeze | grep -qxFf requirements-qt6-stubs.txt; then
    .venv-tools/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-qt6-stubs.txt
fi
