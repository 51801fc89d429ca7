"""The bytes of stored files: images of the true ground, previews, metadata, archives; created on first request."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ...made_files import MadeFiles
from ...shared import SharedParts
from ...world.packing import pack_tgz, pack_zip
from .deliveries import IMAGE, METADATA, ORIGINAL, PREVIEW, Delivery, StoredFile


class StorageFiles:
    """Makes the files and gives links to them. Safe for threads."""

    def __init__(self, shared: SharedParts) -> None:
        self._files = MadeFiles(shared.folder)
        self._links = shared.links

    def path(self, delivery: Delivery, file: StoredFile) -> Path:
        """Returns the file on disk."""
        name = f"{file.id}{_ending(file)}"
        if file.kind == ORIGINAL:
            packed = pack_zip if delivery.order.body.product.delivery == "zip" else pack_tgz
            return self._files.packed(name, lambda folder: _fill(folder, delivery), packed)
        return self._files.made(name, lambda path: _WRITERS[file.kind](path, delivery))

    def link(self, delivery: Delivery, file: StoredFile) -> str:
        """Returns a fresh signed link to a file, which gives its name without an extension."""
        ending = _ending(file)
        return self._links.link(
            delivery.order.id,
            f"{file.id}{ending}",
            lambda: self.path(delivery, file),
            file_name=file.name[: -len(ending)],
            expired_status=403,
        )

    def hostile_link(self, kind: str) -> str:
        """Returns a link to an archive that no client may unpack."""
        name = f"{kind}.tgz"
        return self._links.link("hostile", name, lambda: self._files.hostile(kind), "delivery", 403)


def _ending(file: StoredFile) -> str:
    return ".tar.gz" if file.name.endswith(".tar.gz") else Path(file.name).suffix


def _fill(folder: Path, delivery: Delivery) -> None:
    from ...world.outputs import write_dimap, write_display_tif

    if delivery.scene.sensor.host == "oneatlas":
        write_dimap(folder, delivery.scene, delivery.order.cost.part)
        return
    stem = delivery.scene.name
    write_display_tif(folder / f"{stem}.tif", delivery.scene, delivery.order.cost.part, crs="UTM")
    _write_metadata(folder / f"{stem}.xml", delivery)


def _write_image(path: Path, delivery: Delivery) -> None:
    from ...world.outputs import write_display_tif

    product = delivery.order.body.product
    part = delivery.order.cost.part
    write_display_tif(path, delivery.scene, part, crs="UTM", bits=product.bits, driver="COG")


def _write_preview(path: Path, delivery: Delivery) -> None:
    from ...world.outputs import write_preview

    write_preview(path, delivery.scene, delivery.order.cost.part)


def _write_metadata(path: Path, delivery: Delivery) -> None:
    scene = delivery.scene
    members = {
        "SCENE": scene.name,
        "PLATFORM": scene.platform,
        "ACQUIRED": scene.acquired.isoformat(),
        "INCIDENCE_ANGLE": str(scene.incidence_angle),
        "ORDER": delivery.order.id,
    }
    lines = "".join(f"  <{name}>{escape(text)}</{name}>\n" for name, text in members.items())
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<Delivery>\n{lines}</Delivery>\n', encoding="utf-8")


_WRITERS = {IMAGE: _write_image, PREVIEW: _write_preview, METADATA: _write_metadata}
