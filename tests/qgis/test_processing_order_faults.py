"""`runjobareas` when orders are refused, lost or late: each scene over each area is bought once all the same."""

from __future__ import annotations

import pytest
from support.area_buyer import CREATE, FREE, opened
from support.area_rows import PLACES

from up42_jobs.core.domain.connections import Service
from up42_jobs.sandbox import Fault


@pytest.fixture(params=Service, ids=lambda service: service.value)
def buyer(request, qgis_app, tmp_path, monkeypatch):
    with opened(request.param, tmp_path, monkeypatch) as opened_buyer:
        yield opened_buyer


def test_refused_area_is_told_and_a_repeat_buys_only_it(buyer):
    kind = "feature_refused" if buyer.stage.service is Service.PLATFORM else "status"
    own = {} if kind == "feature_refused" else {"status": 400}
    rows = buyer.rows(PLACES[:3])
    buyer.sandbox.faults.add(Fault(kind, path=CREATE[buyer.stage.service], method="POST", after=1, **own))
    found = buyer.run(rows, WAIT=False)
    assert len(buyer.bought()) == 2
    if buyer.stage.service is Service.PLATFORM:
        assert (found["STATUS"], found["REFUSED_COUNT"]) == ("PARTIAL", 1)
        assert any("Area 2" in text and rows[1][3] in text and "not ordered" in text for text in buyer.said)
    buyer.sandbox.clock.advance(3600)
    again = buyer.run(rows)
    assert set(buyer.bought().values()) == {1}
    if buyer.stage.service is Service.PLATFORM:
        assert (again["STATUS"], again["REFUSED_COUNT"], len(buyer.bought())) == ("SUCCEEDED", 0, 3)
    assert set(found["JOB_IDS"].split(",")) <= set(again["JOB_IDS"].split(","))


def test_lost_answer_is_found_and_a_repeat_buys_nothing(buyer):
    rows = buyer.rows(PLACES[:3])
    buyer.sandbox.faults.add(Fault("answer_lost_after", path=CREATE[buyer.stage.service], method="POST", after=1))
    found = buyer.run(rows, WAIT=False)
    assert len(found["JOB_IDS"].split(",")) == len(buyer.bought()) == 3
    assert found["REFUSED_COUNT"] == 0
    assert buyer.run(rows, WAIT=False)["JOB_IDS"] == found["JOB_IDS"]
    assert set(buyer.bought().values()) == {1}


def test_answer_that_stays_lost_is_named_and_not_ordered_again_and_the_others_are_ordered(buyer):
    rows = buyer.rows(PLACES[:3])
    buyer.sandbox.faults.add(Fault("answer_lost_before", path=CREATE[buyer.stage.service], method="POST", after=1))
    found = buyer.run(rows, WAIT=False)
    assert found["STATUS"] == "UNKNOWN"
    assert len(found["JOB_IDS"].split(",")) == len(buyer.bought()) == 2
    assert any("Area 2" in text and "not known yet" in text for text in buyer.said)
    assert not FREE.search("\n".join(buyer.said))
    assert buyer.run(rows, WAIT=False)["STATUS"] == "UNKNOWN"
    assert len(buyer.bought()) == 2


def test_overlapping_purchases_leave_out_what_is_under_way_and_go_on_with_the_rest(buyer):
    a, b, c = buyer.rows(PLACES[:3])
    first = buyer.run([a, b], WAIT=False)
    second = buyer.run([b, c], WAIT=False, NAME="Another")
    assert (second["STATUS"], second["REFUSED_COUNT"]) == ("PARTIAL", 1)
    assert any("Area 2" in text and "on its way already" in text and "Harbours" in text for text in buyer.said)
    assert not set(first["JOB_IDS"].split(",")) & set(second["JOB_IDS"].split(","))
    assert len(buyer.bought()) == 3
    third = buyer.run([a, b], WAIT=False, NAME="A third")
    assert (third["STATUS"], third["REFUSED_COUNT"], third["JOB_IDS"]) == ("REFUSED", 2, "")
    assert len(buyer.bought()) == 3


@pytest.mark.parametrize("variant", ["limited", "slow-listing", "limited,basic"])
def test_ten_areas_are_bought_from_a_service_that_is_busy_or_late(qgis_app, tmp_path, monkeypatch, variant):
    """An order per second, and lists that lack a new order for a while."""
    with opened(Service.PLATFORM, tmp_path, monkeypatch, variant=variant) as buyer:
        rows = buyer.rows(PLACES[:5])
        found = buyer.run(rows, WAIT=False)
        assert (found["REFUSED_COUNT"], len(found["JOB_IDS"].split(","))) == (0, 5)
        assert sorted(buyer.bought().values()) == [1] * 5
        assert buyer.run(rows, WAIT=False)["JOB_IDS"] == found["JOB_IDS"]


AFTERWARDS = [
    ("status", {"status": 403}),
    ("status", {"status": 500}),
    ("html", {}),
    ("missing_keys", {}),
    ("rate_limit", {}),
    ("answer_lost_before", {}),
]


@pytest.mark.parametrize(("kind", "more"), AFTERWARDS, ids=lambda value: value if isinstance(value, str) else "")
def test_jobs_that_cannot_be_read_after_the_order_are_named_and_nothing_false_is_said(buyer, kind, more):
    rows = buyer.rows(PLACES[:2])
    buyer.sandbox.change(listing_lag_seconds=0.0)
    is_classic = buyer.stage.service is Service.WORKFLOWS
    path = r"/jobs(/[^/]+)?$" if is_classic else r"^/v2/orders(/[^/]+)?$"
    buyer.sandbox.faults.add(Fault(kind, path=path, method="GET", times=None, **more))
    found = buyer.run(rows, WAIT=kind not in ("status", "rate_limit", "answer_lost_before"))
    assert len(found["JOB_IDS"].split(",")) == len(buyer.bought()) == 2
    said = "\n".join(buyer.said)
    assert all(job_id in said for job_id in found["JOB_IDS"].split(","))
    assert not FREE.search(said)
    buyer.sandbox.faults.clear()
    again = buyer.run(rows)
    assert (again["STATUS"], again["JOB_IDS"]) == ("SUCCEEDED", found["JOB_IDS"])
    assert set(buyer.bought().values()) == {1}
