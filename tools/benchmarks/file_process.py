"""Serves the files of a folder behind signed links until its input closes; the first line is their links as JSON."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from package_path import register_package

register_package()

from up42_jobs.sandbox import Sandbox  # noqa: E402 - the package exists only after its registration


def _itself(path: Path) -> Path:
    return path


if __name__ == "__main__":
    with Sandbox(link_seconds=36_000) as sandbox:
        files = sorted(Path(sys.argv[1]).iterdir())
        links = {path.name: sandbox.links.link("bench", path.name, partial(_itself, path)) for path in files}
        print(json.dumps(links), flush=True)
        sys.stdin.read()
