#!/usr/bin/env bash
# Builds the zip for the plugin store from the committed tree; .gitattributes says what stays out.
set -euo pipefail
target=$1
cd "$(dirname "$0")/.."
mkdir -p "$(dirname "$target")"
git archive --format=zip --prefix=up42_jobs/ -o "$target" HEAD
/usr/bin/python3 tools/check_package.py "$target"
echo "$target"
