"""Every test query writes a usage.json: the service's guide lists it among the results."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archive_samples import tar_bytes, zip_bytes
from support.service_stage import Stage, Watch

from up42_jobs.core.api.workflows.usage import MAX_UNPACKED_BYTES, usage_in
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.ports.control import PlacedRaster
from up42_jobs.core.usecases.dry_run import run_dry_run
from up42_jobs.sandbox.testing.faults import Fault

PLATFORM, WORKFLOWS = Service.PLATFORM, Service.WORKFLOWS


def place(image, scene):
    """Places no quicklook."""
    return PlacedRaster(str(image), "corners", 0.9)


def query(stage, folder, limit=3):
    """Runs a test query and returns its result and its usage.json, None without one."""
    product = stage.product()
    parameters = stage.parameters(product, limit)
    result = run_dry_run(stage.gateway, product, parameters, "harbour", folder, place, Watch(), time.sleep)
    path = folder / "usage.json"
    return result, json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def test_the_classic_one_is_that_of_the_archive(tmp_path):
    with Stage() as stage:
        result, usage = query(stage, tmp_path)
    assert usage["jobId"] == result.job.id
    assert usage["unit"] == "SQUARE_KM"
    assert (tmp_path / "data.json").exists()
    assert "Signature" not in (tmp_path / "usage.json").read_text(encoding="utf-8")


def test_ours_has_the_price_of_each_scene_and_what_the_account_has(tmp_path):
    with Stage(service=PLATFORM) as stage:
        result, usage = query(stage, tmp_path)
        product = stage.product()
        ids = tuple(scene.id for scene in result.collection.scenes)
        priced = stage.gateway.estimate(product, stage.parameters(product, 3))
        balance = stage.gateway.balance()
    assert [line["sceneId"] for line in usage["estimate"]["results"]] == list(ids)
    assert [line["credits"] for line in usage["estimate"]["results"]] == [line.max_credits for line in priced.lines]
    assert usage["estimate"]["totalCredits"] == priced.hold_credits
    assert usage["account"] == {"availableCredits": balance.available_credits}
    assert usage["creditsUsed"] == 0
    assert (usage["sceneCount"], usage["dataProduct"]) == (3, product.id)


def test_of_many_scenes_only_the_newest_are_priced(tmp_path):
    """Each price takes a request: hundreds for a free query would exceed the service's rate limit."""
    with Stage(service=PLATFORM) as stage:
        _, usage = query(stage, tmp_path, limit=40)
        asked = stage.count("POST", "/estimate")
    assert usage["sceneCount"] == 40
    assert usage["estimate"]["sceneCount"] == len(usage["estimate"]["results"]) == asked == 25


def test_a_refused_price_is_said_beside_its_scene(tmp_path):
    with Stage(service=PLATFORM) as stage:
        stage.sandbox.faults.add(Fault("status", path="/estimate", status=422, times=1))
        _, usage = query(stage, tmp_path)
    refused = [line for line in usage["estimate"]["results"] if line["credits"] is None]
    assert [line["message"] for line in refused] == ["The service is not available (status 422)"]


def test_a_balance_that_the_account_may_not_see_is_null(tmp_path):
    with Stage(service=PLATFORM) as stage:
        stage.sandbox.faults.add(Fault("status", path="/balances", status=403, times=None))
        _, usage = query(stage, tmp_path)
    assert usage["account"] == {"availableCredits": None}
    assert usage["estimate"]["totalCredits"] > 0


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", path="/downloads/results", status=404, times=None),
        Fault("html", path="/downloads/results", times=None),
        Fault("hostile_archive", times=None),
        Fault("expired_link", times=None),
        Fault("cut_body", path="/storage/", times=None),
        Fault("missing_keys", path="/downloads/results", times=None),
    ],
    ids=lambda fault: fault.kind.value,
)
def test_whatever_keeps_it_away_takes_no_scene_with_it(fault, tmp_path):
    """The file is optional at the service too; the user asked for the scenes."""
    with Stage() as stage:
        stage.sandbox.faults.add(fault)
        result, usage = query(stage, tmp_path)
    assert usage is None
    assert len(result.quicklooks) == 3


MEMBERS = (("output/data.json", b"{}"), ("output/usage.json", b'{"unit": "km"}'))


@pytest.mark.parametrize("pack", [lambda: zip_bytes(MEMBERS), lambda: tar_bytes(MEMBERS)], ids=["zip", "tgz"])
def test_it_is_found_in_either_archive(pack):
    assert usage_in(pack()) == {"unit": "km"}


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff", b""])
def test_what_is_no_object_is_none(content):
    assert usage_in(zip_bytes([("output/usage.json", content)])) is None
    assert usage_in(zip_bytes([("output/data.json", content)])) is None


def test_an_archive_that_unpacks_to_more_than_memory_should_hold_is_refused():
    bomb = gzip.compress(tar_bytes(MEMBERS, "w") + bytes(MAX_UNPACKED_BYTES + 1))
    with pytest.raises(Up42Error) as caught:
        usage_in(bomb)
    assert caught.value.kind is ErrorKind.ARCHIVE_BROKEN


@given(st.data())
def test_a_damaged_archive_is_told_as_that_or_has_none(data):
    """Any byte may be wrong: the reader answers or raises the one error that its caller expects."""
    whole = bytearray(data.draw(st.sampled_from([zip_bytes(MEMBERS), tar_bytes(MEMBERS)])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    usage, kind = None, ErrorKind.ARCHIVE_BROKEN
    try:
        usage = usage_in(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    except Up42Error as error:
        kind = error.kind
    assert kind is ErrorKind.ARCHIVE_BROKEN
    assert usage is None or isinstance(usage, dict)
