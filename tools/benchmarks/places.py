"""The distance of placed quicklook pixels from the Sandbox's truth, and the time that placing takes."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Mapping

from benchmarks.measure import TOOLS, Child, Row, column, run_child, use_own_profile

RUNS = 3
PLACES = ((-0.33, 39.55), (179.98, -17.0), (20.0, 79.0), (36.8, -0.2))
SENSORS = ("phr", "spot", "sentinel-2")
SCENES = 6


def rows() -> List[Row]:
    """Places quicklooks of full frames and of UTM tiles, from the equator to 79 degrees and across 180."""
    runs = [run_child("places.place") for _ in range(RUNS)]
    return [
        Row("largest place error of a quicklook, quicklook pixels", column(runs, "error_px"), 0.25),
        Row("placing one quicklook, processor time, ms", column(runs, "place_ms")),
    ]


def _place(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Reads every pixel's own place from its colour and compares it with where the pixel was put."""
    folder: Path = use_own_profile()
    sys.path.insert(0, str(TOOLS.parent / "tests"))
    from package_path import register_package

    register_package()
    from support.quicklook_truth import as_scene, errors_px, scenes_at, write_quicklook

    from up42_jobs.core.gis.quicklooks.placing import place_quicklook

    largest, seconds, count = 0.0, 0.0, 0
    for place in PLACES:
        for sensor in SENSORS:
            for true in scenes_at(*place, sensor, SCENES):
                facts = {"sentinel:product_id": true.name, "azimuthAngle": true.azimuth_angle}
                scene = as_scene(true, constellation=true.sensor.constellation, properties=facts)
                image = write_quicklook(true, folder)
                began = time.process_time()
                placed = place_quicklook(image, scene)
                seconds += time.process_time() - began
                count += 1
                largest = max(largest, float(errors_px(true, placed.raster_path)[0].max()))
    return {"error_px": largest, "place_ms": 1000.0 * seconds / count}


CHILDREN: Dict[str, Child] = {"place": _place}
