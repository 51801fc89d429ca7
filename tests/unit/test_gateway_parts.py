"""Both generations fill exactly the port: no stub for what one of them lacks, and no public method beside it."""

import pytest

from up42_jobs.core.api.platform.gateway import PlatformJobs
from up42_jobs.core.api.workflows.gateway import WorkflowJobs
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.ports import gateway as ports

PARTS = {
    "storage": ports.Storage,
    "history": ports.History,
    "logs": ports.TaskLogs,
    "budgets": ports.BudgetList,
}


def public(thing):
    return {name for name in dir(thing) if not name.startswith("_")}


def opened(make, service):
    connection = Connection("Mine", service, "http://127.0.0.1:9", "http://127.0.0.1:9")
    return make(connection, Credentials("ana", "key"), NetworkProfile())


@pytest.mark.parametrize(
    ("make", "service", "lacking"),
    [
        (PlatformJobs, Service.PLATFORM, {"history", "logs"}),
        (WorkflowJobs, Service.WORKFLOWS, {"storage", "budgets"}),
    ],
)
def test_a_generation_has_each_part_or_none(make, service, lacking):
    gateway = opened(make, service)
    assert gateway.service is service
    assert public(gateway) == public(ports.JobGateway)
    assert {name for name in PARTS if getattr(gateway, name) is None} == lacking
    for name in PARTS.keys() - lacking:
        assert public(PARTS[name]) <= public(getattr(gateway, name))
