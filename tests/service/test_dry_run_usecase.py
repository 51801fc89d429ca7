"""A test query ends with its documents and quicklooks on disk, or stops at once when cancelled."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from support.service_stage import SILENCE_S, Stage, Watch, stopped

from up42_jobs.core.domain.errors import Cancelled, ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobStatus
from up42_jobs.core.domain.json_text import indented
from up42_jobs.core.domain.ports.control import PlacedRaster
from up42_jobs.core.domain.scenes.scene import Scene, SceneCollection
from up42_jobs.core.usecases.dry_run import fetch_quicklooks, run_dry_run, write_documents
from up42_jobs.sandbox import Fault

IMAGE = r"/outputs/quicklooks/."


@pytest.fixture
def stage():
    with Stage(timeout_s=20.0) as running:
        yield running


def place(image, scene):
    """Replaces the GDAL side: returns the path of the raster."""
    return PlacedRaster(str(image.with_suffix(".tif")), "corners", 0.9)


def never_wait(seconds):
    """The Sandbox's clock runs fast enough."""


def run(stage, folder, limit=5, watch=None, pause=never_wait, **more):
    """Runs a whole test query."""
    product = stage.product()
    parameters = stage.parameters(product, limit)
    return run_dry_run(stage.gateway, product, parameters, "harbour", folder, place, watch or Watch(), pause, **more)


def found(stage, folder, limit):
    """A finished test query without its quicklooks."""
    product = stage.product()
    parameters = stage.parameters(product, limit)
    job = stage.gateway.start_dry_run(product, parameters, "harbour")
    while not job.status.is_final:
        job = stage.gateway.job(job.id)
    return job, stage.gateway.collect_scenes(product, parameters, job, Watch())


def test_scenes_documents_and_quicklooks_are_on_disk_in_the_order_of_the_scenes(stage, tmp_path):
    watch, told = Watch(), []
    result = run(stage, tmp_path / "query", watch=watch, on_quicklook=told.append)
    assert result.job.status is JobStatus.SUCCEEDED
    assert result.folder == str(tmp_path / "query")
    document = json.loads((tmp_path / "query" / "data.json").read_text(encoding="utf-8"))
    assert document == json.loads(result.collection.document)
    assert len(document["features"]) == 5
    usage = json.loads((tmp_path / "query" / "usage.json").read_text(encoding="utf-8"))
    assert usage["jobId"] == result.job.id
    assert [item.scene_id for item in result.quicklooks] == [scene.id for scene in result.collection.scenes]
    assert sorted(item.scene_id for item in told) == sorted(item.scene_id for item in result.quicklooks)
    for item in result.quicklooks:
        if not item.problem:
            content = (tmp_path / "query" / "quicklooks" / item.image_path.rpartition("/")[2]).read_bytes()
            assert content.startswith(b"\xff\xd8\xff" if item.image_path.endswith(".jpg") else b"\x89PNG")
            assert item.raster_path.endswith(".tif")
            assert (item.placement, item.certainty) == ("corners", 0.9)
    assert watch.told[-1] == 1.0
    assert watch.told == sorted(watch.told)


def test_no_scenes_is_a_result_and_no_failure(stage, tmp_path):
    product = stage.product()
    parameters = replace(stage.parameters(product), max_cloud_cover=0, scene_ids=("NO_SUCH_SCENE",))
    result = run_dry_run(stage.gateway, product, parameters, "nothing", tmp_path, place, Watch(), never_wait)
    assert result.collection.scenes == ()
    assert result.quicklooks == ()
    assert json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))["features"] == []


def test_a_failed_query_is_told_with_the_end_of_its_log(stage, tmp_path):
    stage.sandbox.faults.add(Fault("job_failed"))
    with pytest.raises(Up42Error) as caught:
        run(stage, tmp_path)
    assert caught.value.kind is ErrorKind.JOB_FAILED
    assert len(caught.value.detail) > 20
    assert not (tmp_path / "data.json").exists()


def test_a_query_that_was_cancelled_elsewhere_says_so(tmp_path):
    with Stage(dry_run_seconds=5) as stage:
        asked = []

        def cancel_elsewhere(seconds):
            [job] = stage.gateway.jobs()
            if not asked:
                asked.append(stage.open_gateway().cancel(job.id))

        with pytest.raises(Up42Error) as caught:
            run(stage, tmp_path, pause=cancel_elsewhere)
        assert (caught.value.kind, caught.value.detail) == (ErrorKind.JOB_FAILED, "CANCELLED")


def test_a_query_that_is_stopped_is_stopped_on_the_service_too(tmp_path):
    with Stage(dry_run_seconds=60) as stage:
        watch = Watch()
        with pytest.raises(Cancelled):
            run(stage, tmp_path, watch=watch, pause=lambda seconds: watch.is_stopped.set())
        [job] = stage.gateway.jobs()
        assert job.status in (JobStatus.CANCELLING, JobStatus.CANCELLED)


def test_a_missing_an_unreadable_and_a_refused_image_are_notes_and_the_others_arrive(stage, tmp_path):
    job, collection = found(stage, tmp_path, 8)
    with_image = [item for item in collection.scenes if item.quicklook_name]
    faults = {0: Fault("no_quicklook", path=IMAGE), 1: Fault("corrupt_quicklook", path=IMAGE)}
    faults[2] = Fault("status", path=IMAGE, status=500)
    for number, fault in faults.items():
        stage.sandbox.faults.add(replace(fault, path=IMAGE[:-1] + with_image[number].quicklook_name))

    def read_and_place(image, scene):
        if image.read_bytes().rstrip(b"\0")[-2:] not in (b"\xff\xd9", b"\x60\x82"):
            raise Up42Error(ErrorKind.IMAGE_UNREADABLE)
        if scene.id == with_image[3].id:
            raise RuntimeError("a mistake in placing")
        return place(image, scene)

    placed = fetch_quicklooks(
        stage.gateway, job, collection.scenes, tmp_path, read_and_place, Watch(), lambda one: None
    )
    problems = {item.scene_id: item.problem for item in placed}
    assert problems[with_image[0].id] == "not_found"
    assert problems[with_image[1].id] == "image_unreadable"
    assert problems[with_image[2].id] == "server_failed"
    assert problems[with_image[3].id] == "internal"
    for item in collection.scenes:
        if item not in with_image[:4]:
            assert problems[item.id] == ("" if item.quicklook_name else "not_found")


def test_an_image_is_named_by_its_bytes_and_never_leaves_the_folder(tmp_path):
    class Gateway:
        """A service with names and images that the Sandbox does not produce."""

        images = {
            "1": b"\x89PNG\r\n\x1a\n...",
            "2": b"\xff\xd8\xff\xe0...",
            "3": b"<html>sign in</html>",
            "4": b"",
        }

        def quicklook(self, job, scene):
            return self.images[scene.id]

    names = {"1": "../../evil", "2": "..\\evil", "3": "page.jpg", "4": "CON"}
    scenes = [Scene(one, feature_id) for one, feature_id in names.items()]
    placed = fetch_quicklooks(Gateway(), None, scenes, tmp_path / "q", place, Watch(), lambda one: None)
    assert [item.problem for item in placed] == ["", "", "unexpected_answer", "image_unreadable"]
    assert placed[0].image_path.endswith(".png")
    assert placed[1].image_path.endswith(".jpg")
    files = [path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [("q", "quicklooks")] * 2


def test_scenes_of_one_feature_id_do_not_overwrite_each_other(tmp_path):
    class Gateway:
        """One feature per band, as in some collections."""

        def quicklook(self, job, scene):
            return b"\xff\xd8\xff" + scene.id.encode()

    scenes = [Scene(f"scene {number}", "same" if number % 2 else "SAME") for number in range(40)]
    placed = fetch_quicklooks(Gateway(), None, scenes, tmp_path, place, Watch(), lambda one: None)
    assert [Path(item.image_path).read_bytes()[3:].decode() for item in placed] == [item.id for item in scenes]
    assert len({item.image_path.lower() for item in placed}) == 40


def test_a_disk_that_takes_nothing_stops_all_of_it(stage, tmp_path):
    job, collection = found(stage, tmp_path, 3)
    (tmp_path / "quicklooks").write_text("in the way", encoding="utf-8")
    with pytest.raises(Up42Error) as caught:
        fetch_quicklooks(stage.gateway, job, collection.scenes, tmp_path, place, Watch(), lambda one: None)
    assert caught.value.kind is ErrorKind.FOLDER_NOT_WRITABLE


def test_a_mistake_of_whoever_listens_is_not_swallowed(stage, tmp_path):
    job, collection = found(stage, tmp_path, 3)

    def listen(placed):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fetch_quicklooks(stage.gateway, job, collection.scenes, tmp_path, place, Watch(), listen)


def test_stopped_while_no_image_comes_and_nothing_is_told_afterwards(stage, tmp_path):
    job, collection = found(stage, tmp_path, 10)
    stage.sandbox.faults.add(Fault("latency", path=IMAGE, seconds=SILENCE_S, times=None))
    watch, told, silent = Watch(), [], threading.Event()
    silent.set()
    with stopped(watch, silent):
        fetch_quicklooks(stage.gateway, job, collection.scenes, tmp_path, place, watch, told.append)
    assert [item for item in told if item.problem != "not_found"] == []


def test_as_many_images_are_under_way_as_there_are_workers(tmp_path):
    meeting = threading.Barrier(16, timeout=120)

    class Gateway:
        """Answers once sixteen requests have arrived, which fewer parallel requests never reach."""

        def quicklook(self, job, scene):
            meeting.wait()
            return b"\xff\xd8\xff"

    scenes = [Scene(str(number), str(number)) for number in range(32)]
    placed = fetch_quicklooks(Gateway(), None, scenes, tmp_path, place, Watch(), lambda one: None)
    assert [item.problem for item in placed] == [""] * 32


def test_documents_are_readable_by_people_and_written_whole(tmp_path):
    collection = SceneCollection((), indented({"type": "FeatureCollection", "features": [], "place": "Àlbufera"}))
    write_documents(tmp_path / "new", collection, {"scenes": 0})
    text = (tmp_path / "new" / "data.json").read_text(encoding="utf-8")
    assert '\n  "place": "Àlbufera"' in text
    assert json.loads((tmp_path / "new" / "usage.json").read_text(encoding="utf-8")) == {"scenes": 0}
    assert len(list((tmp_path / "new").iterdir())) == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("latency", path=r"/jobs$", method="POST", seconds=SILENCE_S), ErrorKind.TIMED_OUT),
        (Fault("answer_lost_before", path=r"/jobs$", method="POST"), ErrorKind.NO_NETWORK),
    ],
    ids=["too slow", "cut off"],
)
def test_a_query_that_gets_no_answer_says_whether_the_network_is_to_blame(fault, kind):
    """“Check the network connection” sends a user the wrong way if the service takes too long for a large area."""
    with Stage(timeout_s=1.0) as stage:
        stage.network = replace(stage.network, create_deadline_s=2.0)
        gateway, product = stage.open_gateway(), stage.product()
        stage.sandbox.faults.add(fault)
        with pytest.raises(Up42Error) as caught:
            gateway.start_dry_run(product, stage.parameters(product), "harbour")
        assert caught.value.kind is kind
        gateway.close()
