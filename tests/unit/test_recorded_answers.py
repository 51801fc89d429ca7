"""Answers in the shapes that the services were seen or documented to give: members come and go, and reading goes on.

Nobody here has an account, so that every member without which a record still means something may be missing, and
every object may have members that nobody knows yet.
"""

from __future__ import annotations

import copy
from typing import Any, Callable, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.api.platform.answers import parse_order
from up42_jobs.core.api.platform.estimate import parse_line
from up42_jobs.core.api.platform.products import parse_form, parse_licence, parse_products
from up42_jobs.core.api.platform.storage import parse_stored
from up42_jobs.core.api.service_words import words_of
from up42_jobs.core.api.workflows.answers import (
    parse_charges,
    parse_estimate,
    parse_footprints,
    parse_job,
    parse_scenes,
    parse_tasks,
)
from up42_jobs.core.api.workflows.products import parse_limits, parse_product
from up42_jobs.core.domain.errors import ErrorKind, Up42Error
from up42_jobs.core.domain.jobs.job import JobMode, JobStatus
from up42_jobs.core.domain.products import FieldKind, Licence

FIELD = {"type": "Polygon", "coordinates": [[[2.1, 41.3], [2.2, 41.3], [2.2, 41.4], [2.1, 41.4], [2.1, 41.3]]]}
BY = {"id": "user-7", "type": "USER"}


class Recorded(NamedTuple):
    """An answer, what reads it, the members without which it means nothing, and those that are passed on as given."""

    read: Callable[[Any], Any]
    document: Any
    needed: frozenset
    raw: frozenset = frozenset()


ORDER = {
    "id": "order-1",
    "displayName": "Salt works",
    "status": "BEING_FULFILLED",
    "subStatus": None,
    "type": "ARCHIVE",
    "workspaceId": "workspace-1",
    "accountId": "account-1",
    "dataProductId": "product-1",
    "tags": ["field:salt"],
    "createdAt": "2026-02-03T08:15:30.250Z",
    "updatedAt": "2026-02-03T08:16:00Z",
    "createdBy": BY,
    "updatedBy": {"id": "system", "type": "SERVICE"},
    "orderDetails": {"aoi": FIELD, "imageId": "scene-1"},
}
COLLECTION = {
    "name": "spot",
    "title": "SPOT",
    "description": "Optical, 1.5 m",
    "type": "ARCHIVE",
    "integrations": ["SEARCH_AVAILABLE", "QUICKLOOK_AVAILABLE", "PRICE_ESTIMATION_AVAILABLE"],
    "providers": [
        {"name": "host-a", "title": "Host", "description": "", "roles": ["HOST"]},
        {"name": "maker", "title": "Maker", "description": "", "roles": ["PRODUCER"]},
    ],
    "dataProducts": [
        {"name": "spot-display", "title": "Display", "description": "8 bit", "id": "product-1", "eulaId": "eula-1"}
    ],
    "metadata": {"productType": "OPTICAL", "resolutionValue": {"minimum": 1.5, "maximum": 1.5}},
}
ESTIMATE = {
    "summary": {"totalCredits": 80, "totalSize": 0.4, "unit": "SQ_KM"},
    "results": [{"index": 0, "credits": 79.5, "size": 0.4, "unit": "SQ_KM"}],
    "errors": [],
}
ITEM = {
    "type": "Feature",
    "stac_version": "1.0.0",
    "id": "item-1",
    "collection": "collection-1",
    "geometry": FIELD,
    "bbox": [2.1, 41.3, 2.2, 41.4],
    "properties": {
        "datetime": "2025-05-06T10:20:30Z",
        "created": "2026-02-03T09:00:00Z",
        "gsd": 1.5,
        "eo:cloud_cover": 3,
        "up42-product:product_id": "product-1",
        "up42-product:collection_name": "spot",
        "up42-order:id": "order-1",
        "up42-system:job_id": None,
        "up42-user:title": "Salt works",
        "up42-user:tags": ["field:salt"],
    },
    "assets": {"image.tif": {"href": "https://api.up42.com/v2/assets/1", "roles": ["data"]}},
    "links": [],
}
FORM = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Order",
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "aoi": {"$ref": "#/definitions/Area"},
        "spectral": {"title": "Bands", "type": "string", "allOf": [{"$ref": "#/definitions/Bands"}]},
        "cloudCoverage": {"title": "Clouds", "type": "integer", "minimum": 0, "maximum": 60, "default": 20},
    },
    "required": ["id", "aoi", "spectral"],
    "definitions": {
        "Area": {"type": "object"},
        "Bands": {
            "anyOf": [{"const": "four", "title": "4 bands"}, {"const": "one", "title": "1 band"}],
            "default": "four",
        },
    },
}
EULA = {"id": "eula-1", "title": "Standard", "isAccepted": True, "currentDocumentUrl": "https://up42.com/eula.pdf"}

JOB = {
    "id": "job-1",
    "displayId": "job",
    "createdAt": "2021-03-04T05:06:07.123456Z",
    "updatedAt": "2021-03-04T05:06:08Z",
    "createdBy": {"id": "key-1", "type": "API_KEY"},
    "status": "RUNNING",
    "name": "Salt works",
    "startedAt": "2021-03-04T05:06:09Z",
    "finishedAt": None,
    "inputs": {"config": {"mode": "DRY_RUN"}, "spot:1": {"limit": 2}},
    "mode": "DRY_RUN",
    "workflowId": "workflow-1",
    "workflowName": "Salt",
}
TASKS = [
    {
        "id": "task-1",
        "displayId": "task",
        "name": "spot:1",
        "status": "SUCCEEDED",
        "parentsIds": [],
        "startedAt": "2021-03-04T05:06:09Z",
        "finishedAt": "2021-03-04T05:07:00Z",
        "block": {"id": "block-1", "name": "spot", "type": "DATA", "displayName": None, "parameters": None},
    }
]
WORKFLOW_TASKS = [
    {
        "id": "task-1",
        "name": "spot:1",
        "parentsIds": [],
        "blockName": "spot",
        "blockVersionTag": "1.2.3",
        "environment": None,
        "block": {
            "id": "block-1",
            "name": "spot",
            "displayName": "SPOT (Download)",
            "type": "DATA",
            "version": "1.2.3",
            "isDryRunSupported": True,
            "parameters": {
                "bbox": {"type": "array", "default": None},
                "time": {"type": "dateRange", "default": "2018-01-01T00:00:00+00:00/2021-12-31T23:59:59+00:00"},
                "limit": {"type": "integer", "default": 1, "minimum": 1, "maximum": 500},
                "zoom": {"type": "integer", "default": 17, "minimum": 10, "maximum": 18},
            },
            "metadata": {"pricingStrategy": {"type": "SQUARE_KM_OUTPUT", "credits": 10}},
        },
    }
]
CONSUMPTION = {
    "spot:1": {
        "blockConsumption": {
            "resources": {"unit": "SQUARE_KM", "min": 1.5, "max": 2.5},
            "credit": {"min": 150, "max": 250},
        },
        "machineConsumption": {"duration": {"min": 0, "max": 0}, "credit": {"min": 1, "max": 2}},
    }
}
SETTINGS = [
    {"name": "JOB_QUERY_MAX_AOI_SIZE", "value": "100", "range": {"min": 1, "max": 1000}},
    {"name": "MAX_CONCURRENT_JOBS", "value": "1", "range": {"min": 1, "max": 10}},
]
SCENES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "feature-1",
            "bbox": [2.1, 41.3, 2.2, 41.4],
            "geometry": FIELD,
            "properties": {
                "id": "feature-1",
                "acquisitionDate": "2021-02-03T10:50:38.125Z",
                "parentIdentifier": "DS_SPOT_1",
                "constellation": "SPOT",
                "platform": "SPOT7",
                "cloudCover": 3.5,
                "resolution": 1.5,
                "incidenceAngle": 14.5,
                "processingLevel": "SENSOR",
                "publicationDate": "2021-02-03T06:20:44.501220913Z",
            },
            "estimatedCredits": 120,
        }
    ],
}
HISTORY = {
    "content": [
        {
            "delta": -120,
            "createdAt": "2021-03-04T05:06:07Z",
            "details": {"consumption": {"jobId": "job-1", "jobName": "Salt works"}},
        }
    ],
    "totalPages": 1,
}

ANSWERS = {
    "order": Recorded(parse_order, ORDER, frozenset({"id"}), frozenset({"aoi"})),
    "collection": Recorded(lambda data: parse_products(data, "", ""), COLLECTION, frozenset({"name"})),
    "estimate": Recorded(lambda data: parse_line(data, "scene-1"), ESTIMATE, frozenset({"credits"})),
    "item": Recorded(lambda data: parse_stored(data, "scene-1"), ITEM, frozenset({"id"})),
    "form": Recorded(parse_form, FORM, frozenset()),
    "eula": Recorded(lambda data: parse_licence(data, Licence("eula-1", "")), EULA, frozenset()),
    "job": Recorded(parse_job, JOB, frozenset({"id"}), frozenset({"inputs"})),
    "tasks": Recorded(parse_tasks, TASKS, frozenset({"id"})),
    "workflow": Recorded(
        lambda data: parse_product({"id": "workflow-1", "name": "Salt"}, data), WORKFLOW_TASKS, frozenset({"name"}),
        frozenset({"parameters"}),
    ),
    "consumption": Recorded(
        lambda data: parse_estimate(data, {}), CONSUMPTION,
        frozenset({"blockConsumption", "machineConsumption", "credit", "min", "max", "spot:1"}),
    ),
    "settings": Recorded(parse_limits, SETTINGS, frozenset()),
    "scenes": Recorded(lambda data: parse_scenes(data, (), {}), SCENES, frozenset({"features"})),
    "footprints": Recorded(parse_footprints, SCENES, frozenset()),
    "history": Recorded(parse_charges, HISTORY, frozenset({"content"})),
}  # fmt: skip


def members(value, path=()):
    """Yields the way to each member of each object in a document."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield (*path, name)
            yield from members(child, (*path, name))
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from members(child, (*path, number))


def without(document, paths):
    """Returns a copy without some members; those of a member that is gone are gone with it."""
    changed = copy.deepcopy(document)
    for path in paths:
        holder = changed
        try:
            for key in path[:-1]:
                holder = holder[key]
            del holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    return changed


def with_more(value, raw):
    """Returns a copy in which each object has a member that nobody knows."""
    if isinstance(value, list):
        return [with_more(child, raw) for child in value]
    if not isinstance(value, dict):
        return value
    more = {name: child if name in raw else with_more(child, raw) for name, child in value.items()}
    return {**more, "x-new": {"of": ["2027"]}}


def failure_of(answer, document):
    """Returns the kind of failure that reading ends in, None for none."""
    try:
        answer.read(document)
    except Up42Error as error:
        return error.kind
    return None


CASES = [(name, path) for name, answer in ANSWERS.items() for path in members(answer.document)]


@pytest.mark.parametrize(("name", "path"), CASES, ids=lambda value: value if isinstance(value, str) else None)
def test_member_that_is_missing_costs_itself_or_is_named_as_needed(name, path):
    answer = ANSWERS[name]
    changed = without(answer.document, [path])
    if answer.needed.isdisjoint(map(str, path[-1:])):
        answer.read(changed)
        return
    # Needed in one place, and a member like any other in others.
    assert failure_of(answer, changed) in (None, ErrorKind.UNEXPECTED_ANSWER)


@given(st.data())
def test_any_number_of_members_may_be_missing_at_once(data):
    name = data.draw(st.sampled_from(sorted(ANSWERS)))
    answer = ANSWERS[name]
    optional = [path for path in members(answer.document) if answer.needed.isdisjoint(map(str, path[-1:]))]
    paths = data.draw(st.lists(st.sampled_from(optional), max_size=8))
    changed = without(answer.document, paths)
    # An object whose needed members went with it is missing as a whole.
    assert failure_of(answer, changed) in (None, ErrorKind.UNEXPECTED_ANSWER)


# In these two the names of members are data.
@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"consumption", "form"}))
def test_members_that_nobody_knows_change_nothing(name):
    answer = ANSWERS[name]
    assert answer.read(with_more(answer.document, answer.raw)) == answer.read(answer.document)


def test_recorded_order_is_read_whole():
    order = parse_order(ORDER)
    assert (order.id, order.name, order.product_id, order.scene_id) == (
        "order-1",
        "Salt works",
        "product-1",
        "scene-1",
    )
    assert order.geometry == FIELD
    assert order.created.isoformat() == "2026-02-03T08:15:30.250000+00:00"


def test_recorded_collection_makes_a_product_that_can_be_ordered():
    (product,) = parse_products(COLLECTION, "https://console/eula", "")
    assert (product.id, product.title, product.is_orderable) == ("product-1", "SPOT Display", True)
    assert product.raw["hosts"] == ["host-a"]


def test_recorded_form_has_choices_with_titles_and_a_range():
    by_name = {spec.name: spec for spec in parse_form(FORM)}
    assert set(by_name) == {"spectral", "cloudCoverage"}
    assert by_name["spectral"].kind is FieldKind.CHOICE
    assert by_name["spectral"].default == "four"
    assert (by_name["cloudCoverage"].minimum, by_name["cloudCoverage"].maximum) == (0, 60)


def test_recorded_estimate_is_rounded_up():
    line = parse_line(ESTIMATE, "scene-1")
    assert (line.min_credits, line.quantity, line.unit) == (80, 0.4, "km²")


def test_recorded_item_is_found_again_by_its_order():
    asset = parse_stored(ITEM, "scene-1")
    assert (asset.id, asset.title, asset.scene_id) == ("item-1", "Salt works", "scene-1")
    assert asset.acquired.year == 2025
    assert len(asset.footprint) == 5


def test_recorded_job_task_and_bill_of_the_classic_service():
    job = parse_job(JOB)
    assert (job.mode, job.status, job.created.microsecond) == (JobMode.DRY_RUN, JobStatus.RUNNING, 123456)
    assert [task.status for task in parse_tasks(TASKS)] == [JobStatus.SUCCEEDED]
    (line,) = parse_estimate(CONSUMPTION, {"spot:1": "SPOT"}).lines
    assert (line.title, line.min_credits, line.max_credits) == ("SPOT", 151, 252)
    assert parse_limits(SETTINGS).max_area_km2 == 100
    charges, _ = parse_charges(HISTORY)
    assert [(charge.job_id, charge.credits) for charge in charges] == [("job-1", 120)]


def test_recorded_scene_has_all_that_the_list_shows():
    (scene,) = parse_scenes(SCENES, ["feature-1.jpg"], {})
    assert (scene.id, scene.platform, scene.cloud_cover, scene.gsd_m) == ("DS_SPOT_1", "SPOT7", 3.5, 1.5)
    assert (scene.incidence_angle, scene.estimated_credits) == (14.5, 120)
    assert scene.quicklook_name == "feature-1.jpg"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"data": None, "error": {"code": "UNAUTHORIZED", "message": "expired", "details": None}}, "expired"),
        ({"type": "about:blank", "title": "Not Found", "status": 404, "instance": "/v2/orders/1"}, "Not Found"),
        ({"errors": [{"name": "InvalidTitle", "message": "too long"}]}, "InvalidTitle: too long"),
        ({"error": "unauthorized_client"}, "unauthorized_client"),
    ],
)
def test_recorded_refusals_are_shown_in_their_own_words(body, words):
    assert words_of(body) == words
