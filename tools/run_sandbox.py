"""Runs the Sandbox alone until interrupted; the only argument is the port, 0 for any free one."""

from __future__ import annotations

import sys

from package_path import register_package

register_package()

from up42_jobs.sandbox import main  # noqa: E402 - the package exists only after its registration

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
