#!/usr/bin/env bash
# Unit tests run separately, so that none of them can depend on QGIS, and so do those of clients and use cases against
# the Sandbox, with their sockets and processes that are killed; then the folders that are named.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift

# Many tests wait for a Sandbox, a clock or the event loop: two files at a time take half as long.
together=(-n 2 --dist loadfile)
# pytest ends with 5 where there is nothing to run, which is no failure.
run() { "$python" -m pytest -q "$@" || [ $? -eq 5 ]; }

run -p no:pytest_qgis -p no:pytest-qt tests/unit
run -p no:pytest_qgis -p no:pytest-qt "${together[@]}" tests/service
# Without this plugin pytest collects garbage once more after QGIS was shut down, where wrapped objects that a failed
# test still holds end the process before the summary is printed.
# Tests of the window wait for a real event loop beside a busy machine: one that fails is run once more, and named at
# the end.
window=(-p no:unraisableexception)
code=0
run "${window[@]}" --reruns 1 -rfER "${together[@]}" "$@" || code=$?
# What failed twice, or ended its process (a crash, or a hang that faulthandler ended with the stacks of all threads), is
# run a last time, without other tests beside it: that outcome counts. Any other end of pytest than failed tests is final.
if [ "$code" -eq 1 ]; then
    "$python" -m pytest -q "${window[@]}" --last-failed --last-failed-no-failures none "$@"
elif [ "$code" -ne 0 ]; then
    exit "$code"
fi
# What holds today must hold on any day: those tests that look at what the Sandbox has at the time, at a few moments.
tools/run_moments.sh "$python" 3
