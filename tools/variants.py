"""The main job through the use cases against every Sandbox variant and all pairs of them; prints a table."""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from pathlib import Path
from typing import List

from moment import choose_moment
from package_path import register_package


def shapes() -> List[str]:
    """Returns the default shape, each variant, all pairs of two groups, and catalogs without a host search."""
    from main_job import NO_HOST_SEARCH

    from up42_jobs.sandbox.variants import GROUPS, STAC_FRIENDLY, STAC_STRICT

    others = {group: names[1:] for group, names in GROUPS.items()}
    alone = [name for names in others.values() for name in names]
    pairs = [
        ",".join(pair)
        for one, other in itertools.combinations(others.values(), 2)
        for pair in itertools.product(one, other)
    ]
    gone = [f"{name},{NO_HOST_SEARCH}" for name in (STAC_FRIENDLY, STAC_STRICT)]
    return ["", *alone, *gone, *pairs]


def main() -> int:
    """Runs all shapes, or those that are named; 1 where one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", metavar="shape", help="names of variants, joined by commas")
    arguments = parser.parse_args()
    register_package()
    choose_moment()
    from main_job import run_main_job

    failed = 0
    for shape in arguments.shapes or shapes():
        with tempfile.TemporaryDirectory(prefix="up42-variants-") as folder:
            outcome = run_main_job(shape, Path(folder))
        failed += bool(outcome.failed_step)
        told = f"FAILED at {outcome.failed_step}: {outcome.problem[:100]}" if outcome.failed_step else "fine"
        print(f"{shape or 'default':40} {outcome.seconds:6.1f} s  {told}", flush=True)
    print(f"{failed} failed" if failed else "all fine")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
