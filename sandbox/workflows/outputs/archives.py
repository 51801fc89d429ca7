"""Result archives: real files, created on first request and kept until the Sandbox stops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict

from ...made_files import MadeFiles
from ...world.packing import pack_tgz, pack_zip
from ..jobs.job import Job
from ..ordering.selection import ScenePart
from ..project.blocks import Delivery
from .assets import Asset
from .features import data_json, data_path
from .vector_results import seeps_geojson

_DATA_FILE = "data.json"


class Archives:
    """Makes archives below one folder. Safe for threads: each archive is made once."""

    def __init__(self, folder: Path) -> None:
        self._files = MadeFiles(folder)

    def results(self, job: Job, position: int) -> Path:
        """Returns the archive of a step: data.json, usage.json of a data task, and the files of a live job."""

        def fill(folder: Path) -> None:
            _write_json(folder / _DATA_FILE, data_json(job, position))
            if position == 0:
                _write_json(folder / "usage.json", _usage(job))
            if not job.is_dry_run:
                for part in {part.feature_id: part for part in job.parts}.values():
                    _write_part(folder, job, position, part)

        return self._files.packed(f"{job.id}-{position}.tgz", fill, pack_tgz)

    def asset(self, asset: Asset) -> Path:
        """Returns the zip of a bought scene: its DIMAP tree."""

        def fill(folder: Path) -> None:
            _write_dimap(folder, asset.part)

        return self._files.packed(f"{asset.id}.zip", fill, pack_zip)

    def hostile(self, kind: str) -> Path:
        """Returns an archive that no client may unpack; ValueError when there is none of that kind."""
        return self._files.hostile(kind)


def _write_part(folder: Path, job: Job, position: int, part: ScenePart) -> None:
    target = folder / data_path(job, position, part)
    target.parent.mkdir(parents=True, exist_ok=True)
    delivery = job.steps[position].task.block.delivery
    if part.scene is None:
        _write_json(target, seeps_geojson(part, job.inputs.data.options))
    elif delivery is Delivery.DOWNLOAD:
        _write_dimap(target, part)
    else:
        from ...world.outputs import write_display_tif

        crs = "UTM" if delivery is Delivery.CLIPPED_SCENE else "EPSG:3857"
        write_display_tif(target, part.scene, part.outline, crs=crs)


def _write_dimap(folder: Path, part: ScenePart) -> None:
    from ...world.outputs import write_dimap

    folder.mkdir(parents=True, exist_ok=True)
    if part.scene is not None:
        write_dimap(folder, part.scene, part.outline)


def _usage(job: Job) -> Dict[str, Any]:
    """Returns what the data task used; the service documents no members."""
    cost = job.steps[0].cost
    figures = cost.least if job.is_dry_run else cost.used
    return {
        "jobId": job.id,
        "block": job.steps[0].task.block.name,
        "unit": cost.unit.estimated,
        "quantity": round(figures.quantity, 6),
        "credits": 0 if job.is_dry_run else figures.credits,
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
