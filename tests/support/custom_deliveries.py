"""Puts a test's own deliveries into the Sandbox's storage."""

from __future__ import annotations

from up42_jobs.core.domain.outputs.delivery import Delivery, OutputFile, OutputKind
from up42_jobs.sandbox.world.packing import pack_zip


def find_rasters(folder, delivered):
    """Stands for the side that knows GDAL."""
    paths = sorted(path for path in folder.rglob("*.tif") if path in delivered)
    return tuple(OutputFile(str(path), OutputKind.RASTER, path.stem, path.stat().st_size) for path in paths)


def listing(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


class Shelf:
    """Several deliveries of one job, as the other generation of the service has them, on the Sandbox's storage."""

    def __init__(self, stage, folder):
        self._stage = stage
        self._folder = folder
        self._folder.mkdir()
        self._deliveries = {}
        self._paths = {}

    def add(self, delivery_id, file_name, content, title="", size_bytes=None):
        """Offers a file."""
        path = self._folder / f"{delivery_id}.bin"
        path.write_bytes(content)
        self._paths[delivery_id] = path
        self._deliveries[delivery_id] = Delivery(delivery_id, file_name, size_bytes, title=title)

    def add_archive(self, delivery_id, file_name, files, pack=pack_zip, title=""):
        """Offers an archive."""
        source = self._folder / f"{delivery_id}-source"
        for name, content in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)
        content = pack(source, self._folder / "packed").read_bytes()
        self.add(delivery_id, file_name, content, title, len(content))

    def deliveries(self, job_id):
        return tuple(self._deliveries.values())

    def link(self, job_id, delivery):
        path = self._paths[delivery.id]
        return self._stage.sandbox.links.link("order", delivery.id, lambda: path)
