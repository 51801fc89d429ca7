#!/usr/bin/env bash
# Runs the tests that depend on what the Sandbox shows at the time at several moments: run_moments.sh PYTHON COUNT [TESTS].
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
count=$2
shift 2
[ "$#" -gt 0 ] || set -- tests/service/test_platform_catalog.py tests/service/test_platform_orders.py \
    tests/service/test_dry_run_usecase.py tests/service/test_live_run.py tests/service/test_platform_storage.py
for moment in $("$python" tools/moment.py "$count"); do
    echo "At $moment"
    MOMENT=$moment "$python" -m pytest -q -p no:pytest_qgis -p no:pytest-qt "$@"
done
