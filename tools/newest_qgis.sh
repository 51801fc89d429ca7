#!/usr/bin/env bash
# Runs the tests on the newest QGIS that Debian builds (trixie-backports), in a folder that is made once and kept.
set -euo pipefail
cd "$(dirname "$0")/.."
checkout=$PWD
variable=UP42_JOBS_NEWEST_QGIS
root=${UP42_JOBS_NEWEST_QGIS:-$HOME/.cache/up42-jobs/newest-qgis}
# shellcheck source=tools/debian_folder.sh
. tools/debian_folder.sh
as_root "$checkout/tools/newest_qgis.sh"

take_folder
if [ ! -f "$root/.ready" ]; then
    make_base
    echo "deb $mirror trixie-backports main" >"$root/etc/apt/sources.list.d/backports.list"
    inside_logged apt-get update -q
    inside_logged apt-get install -y -q --no-install-recommends -t trixie-backports \
        qgis python3-qgis python3-venv git
    touch "$root/.ready"
else
    carry_settings
    mount_all
fi
make_test_environment
inside /usr/bin/python3 -c 'from qgis.core import Qgis; print("QGIS", Qgis.QGIS_VERSION)'
# The official SDK is driven on this machine's Python; its old pins do not fit the newest one.
inside_for_tests "$checkout/tools/run_tests.sh" /opt/tests/bin/python tests/qgis tests/ui
