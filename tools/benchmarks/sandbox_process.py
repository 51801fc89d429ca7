"""Runs a Sandbox with the options of its only argument, JSON, until its standard input is closed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from package_path import register_package

    register_package()
    from up42_jobs.sandbox import Sandbox

    with Sandbox(0, **json.loads(sys.argv[1])) as sandbox:
        print(json.dumps(sandbox.describe()), flush=True)
        sys.stdin.read()
