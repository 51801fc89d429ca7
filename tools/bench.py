"""Benchmarks, all or those named: prints a table and writes build/bench.json.

Each module of `benchmarks` has `rows()`, and in `CHILDREN` what it runs in processes of its own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from typing import Any, Dict, List

from benchmarks.measure import BUILD, HEADER, yardstick_ms
from moment import choose_moment
from package_path import register_package

MODULES = ("start", "scenes", "areas", "window", "places", "stops", "handles", "downloads")


def main() -> int:
    """Runs the benchmarks; as a child of them, runs one function and prints its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="module", help=", ".join(MODULES))
    parser.add_argument("--child")
    parser.add_argument("--options", default="{}")
    arguments = parser.parse_args()
    if arguments.child:
        module, _, function = arguments.child.partition(".")
        children = importlib.import_module(f"benchmarks.{module}").CHILDREN
        print(json.dumps(children[function](json.loads(arguments.options))), flush=True)
        # Without QGIS's own farewell, which is no part of what is measured.
        os._exit(0)
    # The children follow the same moment.
    register_package()
    choose_moment()
    documents: List[Dict[str, Any]] = []
    print(HEADER)
    for name in arguments.modules or MODULES:
        yardstick = yardstick_ms()
        for row in importlib.import_module(f"benchmarks.{name}").rows():
            print(row.text(yardstick), flush=True)
            documents.append({"benchmark": name, **row.document(yardstick)})
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps(documents, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
