"""Verification reports for each delivered file whether it is unchanged, and repairs only those that are not."""

from __future__ import annotations

import json
import os

import pytest
from support.archive_samples import tar_bytes
from support.download_server import QUICK, noise
from support.service_stage import Watch

from up42_jobs.core.api.downloads import HttpDownloads
from up42_jobs.core.domain.connections import NetworkProfile
from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.outputs.delivery import Delivery, Flaw, Verification
from up42_jobs.core.usecases.collect_outputs import collect_outputs
from up42_jobs.core.usecases.verify_outputs import verify_outputs
from up42_jobs.sandbox import Sandbox

FILES = {"a.tif": noise(1, 5000), "b.tif": noise(2, 2_500_000), "c.tif": noise(3, 5000), "scene/d.json": b"{}"}


class Service:
    """A job with one archive in the Sandbox's storage."""

    def __init__(self, sandbox, archive):
        self._sandbox = sandbox
        self._archive = archive

    def deliveries(self, job_id):
        return (Delivery(job_id, "output.tgz"),)

    def link(self, job_id, delivery):
        return self._sandbox.links.link("job", "output.tgz", lambda: self._archive)


@pytest.fixture
def collect(tmp_path):
    """Downloads the outputs into `out`."""
    archive = tmp_path / "output.tgz"
    archive.write_bytes(tar_bytes([(f"output/{name}", content) for name, content in FILES.items()]))
    with Sandbox() as sandbox:
        downloads = HttpDownloads(NetworkProfile(timeout_s=2.0), pauses_s=QUICK)

        def run(**options):
            service = Service(sandbox, archive)
            return collect_outputs(service, downloads, "job", tmp_path / "out", lambda *places: (), Watch(), **options)

        run()
        yield run


def content(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def spoil(folder):
    """Changes four files in four ways."""
    (folder / "a.tif").unlink()
    with (folder / "b.tif").open("r+b") as file:
        file.seek(2_400_000)
        file.write(b"x")
    (folder / "c.tif").write_bytes(FILES["c.tif"][:-1])
    with (folder / "scene" / "d.json").open("ab") as file:
        file.write(b" ")


def test_files_as_they_were_delivered_have_no_flaws_and_progress_only_grows(collect, tmp_path):
    watch = Watch()
    assert verify_outputs("job", tmp_path / "out", watch) == Verification(4)
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == 1.0


def test_every_way_to_differ_is_found_and_mended_on_request(collect, tmp_path):
    folder = tmp_path / "out"
    spoil(folder)
    found = verify_outputs("job", folder, Watch())
    assert dict(found.flaws) == {
        "a.tif": Flaw.MISSING,
        "b.tif": Flaw.CHANGED,
        "c.tif": Flaw.SHORTER,
        "scene/d.json": Flaw.LONGER,
    }
    collect(distrusted=[folder / name for name, _ in found.flaws])
    assert content(folder) == FILES
    assert verify_outputs("job", folder, Watch()).flaws == ()


def test_only_what_is_missing_or_distrusted_is_replaced(collect, tmp_path):
    folder = tmp_path / "out"
    spoil(folder)
    kept = os.stat(folder / "b.tif").st_ino
    collect(distrusted=[folder / "c.tif"])
    assert content(folder) == {**FILES, "b.tif": content(folder)["b.tif"], "scene/d.json": b"{} "}
    assert os.stat(folder / "b.tif").st_ino == kept
    assert dict(verify_outputs("job", folder, Watch()).flaws) == {"b.tif": Flaw.CHANGED, "scene/d.json": Flaw.LONGER}


def test_a_folder_of_an_earlier_version_is_compared_by_sizes(collect, tmp_path):
    path = tmp_path / "out" / "outputs.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for file in document["deliveries"][0]["files"]:
        del file["sha256"]
    path.write_text(json.dumps(document), encoding="utf-8")
    spoil(tmp_path / "out")
    assert set(dict(verify_outputs("job", tmp_path / "out", Watch()).flaws)) == {"a.tif", "c.tif", "scene/d.json"}


@pytest.mark.parametrize("job_id", ["another", "job"])
def test_without_a_record_of_the_delivery_it_says_so(collect, tmp_path, job_id):
    if job_id == "job":
        (tmp_path / "out" / "outputs.json").unlink()
    with pytest.raises(Up42Error) as caught:
        verify_outputs(job_id, tmp_path / "out", Watch())
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_it_can_be_stopped(collect, tmp_path):
    watch = Watch()
    watch.is_stopped.set()
    with pytest.raises(Cancelled):
        verify_outputs("job", tmp_path / "out", watch)
