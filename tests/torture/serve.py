"""A Sandbox for the harness: options as JSON in the only argument; ends with its standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from package_path import register_package

register_package()

from up42_jobs.sandbox import Sandbox  # noqa: E402 - the package exists only after its registration

if __name__ == "__main__":
    with Sandbox(**json.loads(sys.argv[1])) as sandbox:
        sys.stdout.write(json.dumps(sandbox.describe()) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
