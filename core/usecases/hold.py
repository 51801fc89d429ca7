"""What a live job would hold, asked before anything is confirmed."""

from __future__ import annotations

from typing import Any, Mapping

from ..domain.credits import Hold
from ..domain.jobs import JobMode
from ..domain.parameters import JobParameters, fingerprint
from ..domain.ports import JobGateway
from ..domain.products import Product


def request_fingerprint(connection: str, request: Mapping[str, Any]) -> str:
    """Returns what binds a hold to one connection and one exact request."""
    return fingerprint(connection, dict(request))


def prepare_hold(gateway: JobGateway, connection: str, product: Product, parameters: JobParameters) -> Hold:
    """Returns the estimate of a live job beside the balance; free, and holds nothing yet."""
    request = gateway.request_json(product, parameters, JobMode.LIVE)
    estimate = gateway.estimate(product, parameters)
    return Hold(estimate, gateway.balance(), request_fingerprint(connection, request))
