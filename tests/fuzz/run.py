"""The fuzzer of answers and archives: seeded cases over every call of both generations, and over odd archives.

Prints each end that is none of ours. Play a case again with `--seed N --cases 1`. Ends with 1 where one was found.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "tools")]
from package_path import register_package  # noqa: E402

register_package()

from fuzz.archives import ArchiveDesk  # noqa: E402
from fuzz.cases import open_desks  # noqa: E402


def main():
    """Plays the cases and prints what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="of all kinds together")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    logging.disable()
    found, played, began = Counter(), Counter(), time.monotonic()
    desks = (*open_desks(), ArchiveDesk())
    for desk in desks:
        with desk:
            for seed in range(given.seed, given.seed + max(given.cases // len(desks), 1)):
                name, flaw = desk.play(seed)
                played[name] += 1
                if flaw is not None:
                    found[name] += 1
                    print(f"{desk.service.value} {name} --seed {seed}\n{flaw}\n", flush=True)
    print(f"{sum(played.values())} cases, {sum(found.values())} bad ends, {time.monotonic() - began:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
