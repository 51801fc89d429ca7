"""Runs the Sandbox alone until interrupted."""

from __future__ import annotations

import argparse

from package_path import register_package

register_package()

from up42_jobs.sandbox import main  # noqa: E402 - the package exists only after its registration
from up42_jobs.sandbox.clock import read_time  # noqa: E402

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int, nargs="?", default=0, help="0 takes any free port")
    parser.add_argument("--now", type=read_time, help="the start of its clock, ISO 8601")
    parser.add_argument("--variant", default="", help="the shapes of the service that it takes, joined by commas")
    arguments = parser.parse_args()
    main(arguments.port, arguments.now, arguments.variant)
