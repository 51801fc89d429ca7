#!/usr/bin/env bash
# Opens QGIS with the plugin in a profile of its own; further arguments go to QGIS.
set -euo pipefail
cd "$(dirname "$0")/.."
profiles="$PWD/build/profiles"
profile="$profiles/profiles/default"
mkdir -p "$profile/python/plugins" "$profile/QGIS"
ln -sfn "$PWD" "$profile/python/plugins/up42_jobs"
# QGIS 4 has its settings in a file of its own.
for settings in "$profile"/QGIS/QGIS{3,4}.ini; do
    [ -f "$settings" ] || printf '[PythonPlugins]\nup42_jobs=true\n[up42_jobs]\ndock_open=true\n' >"$settings"
done
unset QT_QPA_PLATFORM
start=()
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || start=(xvfb-run -a -s "-screen 0 1600x1000x24")
exec "${start[@]}" qgis --nologo --noversioncheck --profiles-path "$profiles" "$@"
