#!/usr/bin/env bash
# Runs the tests and the demo on a QGIS on Qt 6, which is built once from Debian's sources in a folder that is kept:
# Debian's own packages of QGIS 3 have Qt 5, and it has none of QGIS 4. An interrupted build goes on where it was.
set -euo pipefail
cd "$(dirname "$0")/.."
checkout=$PWD
variable=UP42_JOBS_QT6_QGIS
root=${UP42_JOBS_QT6_QGIS:-$HOME/.cache/up42-jobs/qt6-qgis}
jobs=${UP42_JOBS_QT6_JOBS:-$(nproc)}
# shellcheck source=tools/debian_folder.sh
. tools/debian_folder.sh
as_root "$checkout/tools/qt6_qgis.sh" UP42_JOBS_QT6_JOBS

packages=(
    build-essential cmake ninja-build clang lld bison flex pkgconf python3-dev
    qt6-base-dev qt6-base-private-dev qt6-svg-dev qt6-positioning-dev qt6-5compat-dev qt6-tools-dev qt6-tools-dev-tools
    qt6-l10n-tools qt6-multimedia-dev qt6-declarative-dev libqca-qt6-dev libqca-qt6-plugins qtkeychain-qt6-dev
    libqscintilla2-qt6-dev libqt6sql6-sqlite qt6-svg-plugins libqt6opengl6-dev
    pyqt6-dev pyqt6-dev-tools pyqt6.qsci-dev python3-pyqt6 python3-pyqt6.qsci python3-pyqt6.qtsvg
    python3-pyqt6.qtpositioning python3-pyqt6.qtmultimedia python3-pyqt6.qtserialport python3-pyqt6.sip
    python3-pyqtbuild python3-sipbuild sip-tools
    libgdal-dev libgeos-dev libproj-dev libsqlite3-dev libspatialite-dev libspatialindex-dev libzip-dev libzstd-dev
    libexiv2-dev libexpat1-dev libgsl-dev libprotobuf-dev protobuf-compiler nlohmann-json3-dev
    python3-gdal python3-numpy python3-requests python3-psycopg2 python3-owslib python3-jinja2 python3-pygments
    python3-lxml python3-yaml python3-dateutil python3-venv git
)

take_folder
if [ ! -f "$root/.ready" ]; then
    echo "There is no QGIS on Qt 6 in $root, so it is built first, once. On two free processors this takes"
    echo "about an hour and a half, and 10 GB of disk. If it is interrupted, the next run continues it. Log: $root.log"
    if [ ! -f "$root/.base" ]; then
        make_base
        # Debian 13 has Qwt 6.1, which does not know Qt 6; 6.3 is in the next one.
        printf 'deb-src %s main\n' "$mirror trixie" "$mirror forky" >"$root/etc/apt/sources.list.d/sources.list"
        touch "$root/.base"
    else
        carry_settings
        mount_all
    fi
    if [ ! -f "$root/.packages" ]; then
        echo "Installing what the build needs"
        inside_logged apt-get update -q
        inside_logged apt-get install -y -q --no-install-recommends "${packages[@]}"
        touch "$root/.packages"
    fi
    mkdir -p "$root/build/recipe"
    if [ ! -f "$root/build/.sources" ]; then
        echo "Fetching the sources"
        rm -rf "$root/build/qgis" "$root/build/qwt"
        mkdir "$root/build/qwt"
        inside_logged sh -c 'cd /build && apt-get source -q --download-only --only-source qgis/trixie &&
            dpkg-source -x qgis_*.dsc qgis && apt-get source -q --tar-only --only-source qwt/forky &&
            tar -xf qwt_*.orig.tar.* -C qwt --strip-components=1'
        touch "$root/build/.sources"
    fi
    # Only what differs is copied: cmake runs again where a file of its own is newer.
    for file in tools/qt6/*; do
        cmp -s "$file" "$root/build/recipe/${file##*/}" || cp "$file" "$root/build/recipe/"
    done
    echo "Building"
    inside_logged nice -n 19 ionice -c3 /build/recipe/build.sh "$jobs"
    touch "$root/.ready"
else
    carry_settings
    mount_all
fi
make_test_environment
inside /usr/bin/python3 -c 'from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR
print("QGIS", Qgis.QGIS_VERSION, "on Qt", QT_VERSION_STR)'
# The official SDK is driven on this machine's Python; its old pins do not fit the newest one.
# On Qt 6 a desktop of QGIS 3 loads only plugins with a flag that QGIS 4 ignores.
environment+=(QGIS_DISABLE_SUPPORTS_QT6_CHECK=1 PYTEST_PLUGINS=old_enum_names "PYTHONPATH=$checkout/tools/qt6")
inside_for_tests "$checkout/tools/run_tests.sh" /opt/tests/bin/python tests/torture tests/qgis tests/ui
inside_for_tests /opt/tests/bin/python "$checkout/tools/demo.py"
chown -R --reference="$checkout" "$checkout/build"
