"""Makes the Sandbox deliver a given folder instead of drawing images."""

from __future__ import annotations

from up42_jobs.sandbox.platform.storage.deliveries import Delivery
from up42_jobs.sandbox.platform.storage.files import StorageFiles
from up42_jobs.sandbox.workflows.outputs.archives import Archives
from up42_jobs.sandbox.world.packing import pack_tgz


def deliver_folder(tmp_path, monkeypatch):
    """Returns the folder; a file `packed.tgz` beside it is delivered as it is."""
    folder, packed = tmp_path / "delivered", tmp_path / "packed.tgz"
    folder.mkdir()

    def archive(*arguments):
        return packed if packed.exists() else pack_tgz(folder, packed)

    monkeypatch.setattr(Archives, "results", archive)
    # Of an order without single files the untouched archive is delivered.
    monkeypatch.setattr(Delivery, "item_files", property(lambda self: ()))
    monkeypatch.setattr(StorageFiles, "path", archive)
    return folder
