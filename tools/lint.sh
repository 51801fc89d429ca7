#!/usr/bin/env bash
# All checks that need no run of the plugin; the scanners read the zip as the plugin store does.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=.venv-tools/bin
$tools/ruff check .
tools/typecheck.sh
/usr/bin/python3 tools/check_words.py
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tools/package.sh "$scratch/up42_jobs.zip" >/dev/null
mkdir "$scratch/unpacked"
/usr/bin/python3 -m zipfile -e "$scratch/up42_jobs.zip" "$scratch/unpacked"
$tools/bandit --quiet --recursive "$scratch/unpacked"
(cd "$scratch/unpacked" && "$OLDPWD/$tools/detect-secrets" scan --all-files --exclude-files 'metadata\.txt$') \
    >"$scratch/secrets.json"
# detect-secrets ends with 0 even if it found something.
/usr/bin/python3 - "$scratch/secrets.json" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1]))["results"]
for name, findings in results.items():
    for finding in findings:
        print(f"{name}:{finding['line_number']}: {finding['type']}", file=sys.stderr)
sys.exit(1 if results else 0)
PYTHON
echo "lint: nothing to say"
