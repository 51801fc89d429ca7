"""The archives of results: real files, made when they are first asked for and kept until the Sandbox stops."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict

from ...made_files import MadeFiles
from ...world.archives import pack_tgz, pack_zip
from ..jobs.job import Job
from ..ordering.selection import Take
from ..project.blocks import Delivery
from .assets import Asset
from .features import data_json, data_path
from .seeps import seeps_geojson

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
                for take in {take.feature_id: take for take in job.takes}.values():
                    _write_take(folder, job, position, take)

        return self._files.packed(f"{job.id}-{position}.tgz", fill, pack_tgz)

    def asset(self, asset: Asset) -> Path:
        """Returns the zip of a bought scene: its DIMAP tree."""

        def fill(folder: Path) -> None:
            _write_dimap(folder, asset.take)

        return self._files.packed(f"{asset.id}.zip", fill, pack_zip)

    def hostile(self, kind: str) -> Path:
        """Returns an archive that no client may unpack; ValueError when there is none of that kind."""
        return self._files.hostile(kind)


def _write_take(folder: Path, job: Job, position: int, take: Take) -> None:
    target = folder / data_path(job, position, take)
    target.parent.mkdir(parents=True, exist_ok=True)
    delivery = job.steps[position].task.block.delivery
    if take.scene is None:
        _write_json(target, seeps_geojson(take, job.inputs.data.options))
    elif delivery is Delivery.DOWNLOAD:
        _write_dimap(target, take)
    else:
        from ...world.outputs import write_display_tif

        crs = "UTM" if delivery is Delivery.CLIPPED_SCENE else "EPSG:3857"
        write_display_tif(target, take.scene, take.outline, crs=crs)


def _write_dimap(folder: Path, take: Take) -> None:
    from ...world.outputs import write_dimap

    folder.mkdir(parents=True, exist_ok=True)
    if take.scene is not None:
        write_dimap(folder, take.scene, take.outline)


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
