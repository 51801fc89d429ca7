"""The sensors of the Sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Tuple


@dataclass(frozen=True)
class Sensor:
    """A collection; frame sizes in km, `gsd_m` in metres, `revisit_days` between two scenes of one place.

    `quicklook_kind` is what the quicklook image shows: `frame` the full sensor frame, to be fitted to the corners
    of the footprint; `collar` a north-up picture of the footprint's bounding box with an empty collar; `tile` a
    north-up tile of 109.8 km that the swath may cross only in part.
    """

    key: str
    constellation: str
    platforms: Tuple[str, ...]
    host: str
    producer: str
    width_km: float
    height_km: float
    gsd_m: float
    quicklook_kind: str
    is_optical: bool
    revisit_days: float
    code: int


# Frame sizes and resolutions: the operators' public data sheets, rounded.
SENSORS: Dict[str, Sensor] = {
    sensor.key: sensor
    for sensor in (
        Sensor("phr", "PHR", ("PHR1A", "PHR1B"), "oneatlas", "airbus", 20.0, 20.0, 0.5, "frame", True, 6.3, 1),
        Sensor("spot", "SPOT", ("SPOT6", "SPOT7"), "oneatlas", "airbus", 60.0, 60.0, 1.5, "frame", True, 7.9, 2),
        Sensor("pneo", "PNEO", ("PNEO3", "PNEO4"), "oneatlas", "airbus", 14.0, 14.0, 0.3, "frame", True, 9.7, 3),
        Sensor(
            "sentinel-2", "SENTINEL-2", ("Sentinel-2A", "Sentinel-2B"), "earthsearch-aws", "esa",
            109.8, 109.8, 10.0, "tile", True, 5.0, 4,
        ),
        Sensor(
            "capella-gec", "CAPELLA", ("CAPELLA-6", "CAPELLA-9"), "capellaspace", "capella",
            10.0, 10.0, 0.6, "collar", False, 7.1, 5,
        ),
        Sensor("bjn", "BEIJING-3A", ("BJ3A1",), "21at", "21at", 23.0, 23.0, 0.5, "collar", True, 8.3, 6),
    )
}
