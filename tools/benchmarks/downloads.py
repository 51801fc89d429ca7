"""Downloads of a 1 GiB archive, many small files and one large image, up to the layers; compared with curl."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional

from benchmarks.measure import BUILD, TOOLS, Row, column, memory_mib, run_child, use_own_profile

DATA = BUILD / "bench-data"
RUNS = 3
LARGE, SMALL, COG = "large.tgz", "small.tgz", "image.tif"
# Seven images of 216 MB whose noise packs to 1 GiB; small files as many as a large mosaic has tiles.
IMAGES, SIDE, BANDS = 7, 6000, 3
SMALL_FILES, SMALL_BYTES = 2000, 20_000
TICK_MS = 2


def rows() -> List[Row]:
    """Fetches each file by turns with curl and with the plugin, and returns ratios and figures."""
    with _served(_data()) as links:
        large = [_compared(links, LARGE) for _ in range(RUNS)]
        slow = [run_child("downloads.outputs", link=links[f"slow {LARGE}"], file=LARGE) for _ in range(RUNS)]
        small = [_compared(links, SMALL) for _ in range(RUNS)]
        image = [_compared(links, COG) for _ in range(RUNS)]
        overviews = [run_child("downloads.overviews") for _ in range(RUNS)]
    return [
        Row("archive of 1 GiB, download + unpack + load / curl | tar xz", column(large, "ratio"), 0.9),
        Row("… seconds", column(large, "seconds")),
        Row("… seconds of curl | tar xz", column(large, "curl_s")),
        Row("… seconds of download + unpack alone", column(large, "fetch_s")),
        Row("… over a line of 50 MiB/s, first layer after the last byte, s", column(slow, "first_layer_s"), 2.0),
        Row("… over a line of 50 MiB/s, seconds", column(slow, "seconds")),
        Row("… memory of download + unpack, MiB", column(large, "fetch_mib"), 64.0),
        Row("… memory with its layers, MiB", column(large, "memory_mib"), 64.0),
        Row("… of that GDAL's own block memory, MiB", column(large, "blocks_mib")),
        Row("… longest stall of the window, ms", column(large, "stall_ms"), 50.0),
        Row(f"archive of {SMALL_FILES} small files, download + unpack / curl | tar xz", column(small, "fetch_ratio")),
        Row("… seconds", column(small, "fetch_s")),
        Row("one image of 1.4 GB, download + load / curl", column(image, "ratio")),
        Row("… seconds", column(image, "seconds")),
        Row("… memory of the download, MiB", column(image, "fetch_mib"), 64.0),
        Row("… memory with its layer, MiB", column(image, "memory_mib"), 64.0),
        Row("… longest stall of the window, ms", column(image, "stall_ms"), 50.0),
        Row("… overviews, seconds", column(overviews, "seconds")),
        Row("… overviews, memory, MiB", column(overviews, "memory_mib"), 64.0),
    ]


def _compared(links: Mapping[str, str], name: str) -> Dict[str, float]:
    curl_s = _curl(links[name], is_archive=name != COG)
    figures = run_child("downloads.outputs", link=links[name], file=name)
    return {
        **figures,
        "curl_s": curl_s,
        "ratio": figures["seconds"] / curl_s,
        "fetch_ratio": figures["fetch_s"] / curl_s,
    }


def _curl(link: str, *, is_archive: bool) -> float:
    with _folder() as folder:
        command = f"curl -sSf '{link}' | tar xz" if is_archive else f"curl -sSf -o image.tif '{link}'"
        os.sync()
        began = time.perf_counter()
        subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, check=True)
        return time.perf_counter() - began


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="outputs-", dir=BUILD))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[Dict[str, str]]:
    process = subprocess.Popen(
        [sys.executable, str(TOOLS / "benchmarks" / "file_process.py"), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        links: Dict[str, str] = json.loads(process.stdout.readline()) if process.stdout is not None else {}
        yield links
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(10)


def _data() -> Path:
    """Makes the files once; they are kept for the next time."""
    if DATA.exists():
        return DATA
    run_child("downloads.make")
    return DATA


def _make(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Writes the files that are served, all of them or none."""
    unfinished = DATA.with_name("bench-data.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    with _folder() as source:
        (source / "large" / "output").mkdir(parents=True)
        (source / "small" / "output").mkdir(parents=True)
        unfinished.mkdir(parents=True)
        for number in range(IMAGES):
            _write_image(source / "large" / "output" / f"image-{number}.tif", number, SIDE)
        for number in range(SMALL_FILES):
            (source / "small" / "output" / f"{number}.bin").write_bytes(os.urandom(SMALL_BYTES))
        for name in ("large", "small"):
            command = ["tar", "--use-compress-program", "gzip -1", "-cf", str(unfinished / f"{name}.tgz"), "output"]
            subprocess.run(command, cwd=source / name, check=True)
    _write_image(unfinished / COG, 99, int(SIDE * 2.6))
    unfinished.rename(DATA)
    return {}


def _write_image(path: Path, seed: int, side: int) -> None:
    """Writes a tiled image of 16 bits: sensor noise of eleven bits, in its place on Earth."""
    import numpy
    from osgeo import gdal, osr

    numbers = numpy.random.default_rng(seed)
    creation = ["TILED=YES", "BIGTIFF=YES"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, BANDS, gdal.GDT_UInt16, creation)
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32630)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.SetGeoTransform([700_000.0 + seed * side * 0.5, 0.5, 0.0, 4_400_000.0, 0.0, -0.5])
    for band in range(1, BANDS + 1):
        for top in range(0, side, 500):
            count = min(500, side - top)
            dataset.GetRasterBand(band).WriteArray(numbers.integers(0, 2048, (count, side), numpy.uint16), 0, top)
    dataset.FlushCache()


class _Service:
    """A job with one delivery behind a link that is known."""

    def __init__(self, link: str, name: str) -> None:
        self._link = link
        self._name = name

    def deliveries(self, job_id: str) -> Any:
        from up42_jobs.core.domain.outputs.delivery import Delivery

        return (Delivery(job_id, self._name),)

    def link(self, job_id: str, delivery: Any) -> str:
        return self._link


class _PeakMemory(threading.Thread):
    """The most memory that this process takes above what it had, looked at every 20 ms, and GDAL's part of it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._before = memory_mib()
        self._ended = threading.Event()
        self.added = 0.0
        self.blocks = 0.0

    def run(self) -> None:
        while not self._ended.wait(0.02):
            self.look()

    def look(self) -> float:
        from osgeo import gdal

        self.added = max(self.added, memory_mib() - self._before)
        self.blocks = max(self.blocks, gdal.GetCacheUsed() / 1024.0 / 1024.0)
        return self.added

    def end(self) -> None:
        self._ended.set()


def _outputs(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Fetches one delivery and puts its layers into the project, in a QGIS whose event loop is watched."""
    profile = use_own_profile()
    from package_path import register_package

    register_package()
    from desktop import wait_until
    from qgis.core import QgsApplication, QgsProject
    from qgis.PyQt.QtCore import Qt, QTimer

    application = QgsApplication([], True)
    application.initQgis()
    from up42_jobs.core.api.downloads import HttpDownloads
    from up42_jobs.core.app.outputs.output_loading import OutputLoading
    from up42_jobs.core.app.session.task import Background
    from up42_jobs.core.domain.clock import utc_now
    from up42_jobs.core.domain.connections import NetworkProfile
    from up42_jobs.core.domain.outputs.lineage import Lineage
    from up42_jobs.core.gis.outputs.datasets import find_datasets
    from up42_jobs.core.usecases.collect_outputs import collect_outputs

    downloads = HttpDownloads(NetworkProfile())
    service = _Service(options["link"], options["file"])
    lineage = Lineage("bench", "bench", "bench", utc_now())
    loading = OutputLoading(QgsProject.instance(), profile / "overviews")
    background = Background()
    seen: Dict[str, float] = {}
    gaps: List[float] = []
    last = [time.perf_counter()]

    def note(what: str) -> None:
        seen.setdefault(what, time.perf_counter())

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    def tell(done: int, total: Optional[int]) -> None:
        if done == total:
            note("last_byte")

    with _folder() as folder:

        def work(task: Any) -> Any:
            found = collect_outputs(service, downloads, "bench", folder / "job", find_datasets, task, tell=tell)
            seen["fetch_mib"] = memory.look()
            note("fetched")
            return found

        def take(outputs: Any, error: Any) -> None:
            if error is not None:
                raise RuntimeError(str(error))
            loading.load(lineage, folder / "job", outputs.files)

        QgsProject.instance().layersAdded.connect(lambda layers: note("first_layer"))
        loading.loaded.connect(lambda key, count, datasets: note("loaded"))
        ticker = QTimer()
        ticker.setTimerType(Qt.TimerType.PreciseTimer)
        ticker.setInterval(TICK_MS)
        ticker.timeout.connect(tick)
        memory = _PeakMemory()
        os.sync()
        memory.start()
        ticker.start()
        began = last[0] = time.perf_counter()
        background.run("bench", work, take)
        wait_until(lambda: "loaded" in seen, 300, "outputs")
        memory.end()
        loading.close()
    shutil.rmtree(profile, ignore_errors=True)
    return {
        "seconds": seen["loaded"] - began,
        "fetch_s": seen["fetched"] - began,
        "first_layer_s": seen.get("first_layer", seen["loaded"]) - seen["last_byte"],
        "fetch_mib": seen["fetch_mib"],
        "memory_mib": memory.look(),
        "blocks_mib": memory.blocks,
        "stall_ms": 1000.0 * max(gaps),
    }


class _Uncontrolled:
    """A Control of work that nobody watches."""

    def check(self) -> None:
        """Goes on."""

    def report(self, fraction: float) -> None:
        """Tells nobody."""


def _overviews(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Builds the overviews of the large image, which is on the disk already."""
    from package_path import register_package

    register_package()
    from up42_jobs.core.gis.outputs.overviews import build_overviews

    with _folder() as folder:
        image = folder / COG
        image.symlink_to(DATA / COG)
        memory = _PeakMemory()
        memory.start()
        began = time.perf_counter()
        build_overviews(str(image), _Uncontrolled(), folder)
        seconds = time.perf_counter() - began
        memory.end()
    return {"seconds": seconds, "memory_mib": memory.look()}


CHILDREN = {"make": _make, "outputs": _outputs, "overviews": _overviews}
