#!/usr/bin/env bash
# Everything that can be said without running the plugin; the scanners look at the zip as the store does.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=.venv-tools/bin
$tools/ruff check .
$tools/mypy core/domain core/api core/usecases core/journal
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
tools/package.sh "$PWD/dist/lint.zip"
(cd "$unpacked" && /usr/bin/python3 -m zipfile -e "$OLDPWD/dist/lint.zip" .)
$tools/bandit --quiet --recursive "$unpacked"
(cd "$unpacked" && "$OLDPWD/$tools/detect-secrets" scan --all-files --exclude-files 'metadata\.txt$') >"$unpacked/secrets.json"
/usr/bin/python3 - "$unpacked/secrets.json" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1]))["results"]
for name, findings in results.items():
    for finding in findings:
        print(f"{name}:{finding['line_number']}: {finding['type']}", file=sys.stderr)
sys.exit(1 if results else 0)
PYTHON
echo "lint: nothing to say"
