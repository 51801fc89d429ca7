"""An order that may have arrived is never reported as refused or not sent, whatever the network in between does.

The next click would pay again, and "no credits were spent" would not be true.
"""

from __future__ import annotations

import itertools
import json

import pytest
from support.authority import Authority
from support.relay import How, Kind, Relay, RelayFault, Where
from support.relayed import relayed_stage
from support.service_stage import Stage

from up42_jobs.core.api import departure
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error

CREATE = {
    Service.WORKFLOWS: r"/workflows/[^/]+/jobs$",
    Service.PLATFORM: r"^/v2/orders$",
}
# Errors that mean to the caller that nothing was sent.
NEVER_SENT = (
    ErrorKind.NO_NETWORK,
    ErrorKind.TIMED_OUT,
    ErrorKind.PROXY_REFUSED,
    ErrorKind.CERTIFICATE_REFUSED,
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


class Buyer:
    """Orders one live job through a relay."""

    def __init__(self, stage, relay):
        self.stage = stage
        self.relay = relay
        stage.gateway.sign_in()
        self.product = stage.product()
        parameters = stage.parameters(self.product)
        self.parameters = stage.gateway.pinned(self.product, parameters)
        # Requested beforehand, so that the order is the only request that is broken.
        stage.gateway.estimate(self.product, self.parameters)
        self.path = CREATE[stage.service]

    def order(self, where, how, **members):
        """Orders with one fault on the way; returns the error, None if the job was created."""
        self.relay.break_by(RelayFault(where, how, "POST", self.path, **members))
        try:
            self.stage.gateway.create_live(self.product, self.parameters, "Relayed job")
        except Up42Error as error:
            return error
        finally:
            self.relay.restore()
        return None

    @property
    def arrived(self):
        """How many orders reached the service."""
        return len([line for line in self.relay.passed_on if line.startswith("POST") and self._is_order(line)])

    def _is_order(self, line):
        path = line.split(" ")[1]
        return path.startswith("/v2/orders?") or (path.split("?")[0].endswith("/jobs") and "/workflows/" in path)


@pytest.fixture(params=list(Kind), ids=[kind.value for kind in Kind])
def kind(request):
    return request.param


@pytest.fixture(params=list(Service), ids=[service.value for service in Service])
def buyer(request, kind, authority):
    with Stage(service=request.param) as stage, Relay(stage.sandbox.api_url, kind, authority) as relay:
        yield Buyer(relayed_stage(stage, relay, authority, timeout_s=2.0), relay)


LATE = (Where.BEFORE, Where.AFTER, Where.HEAD, Where.BODY)


@pytest.mark.parametrize(
    ("where", "how"),
    list(itertools.product(LATE, (How.CLOSE, How.RESET, How.GARBAGE))),
    ids=lambda part: part.value,
)
def test_an_order_that_has_left_is_unknown_however_its_connection_ends(buyer, where, how):
    """Through a proxy any broken connection is a "proxy error" to the HTTP library, within TLS a "TLS error"."""
    error = buyer.order(where, how)
    assert error is not None
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert buyer.arrived == (where is not Where.BEFORE)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 408, 409, 422, 425, 429, 451, 499, 500, 502, 503, 301])
@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<html><body>Blocked</body></html>", "text/html"),
        (b"", "text/plain"),
        (b'{"message": "Forbidden"}', "application/json"),
    ],
    ids=["page", "empty", "gateway's JSON"],
)
@pytest.mark.parametrize("kind", [Kind.PLAIN], indirect=True, ids=["plain"])
def test_a_refusal_that_a_gateway_may_have_made_up_is_no_refusal(buyer, status, body, media_type):
    error = buyer.order(Where.AFTER, How.REFUSE, status=status, body=body, media_type=media_type)
    assert buyer.arrived == 1
    if status == 429 and buyer.stage.service is Service.PLATFORM:
        # Searched for after the pause that this status requests, and found.
        assert error is None
        return
    assert (error.kind, error.status, error.claimed) == (ErrorKind.OUTCOME_UNKNOWN, status, None)


@pytest.mark.parametrize("status", [408, 409, 425, 429, 499])
@pytest.mark.parametrize("kind", [Kind.PLAIN], indirect=True, ids=["plain"])
def test_a_status_that_leaves_doubt_is_unknown_even_in_the_services_own_form(buyer, status):
    """The service's claim is reported too: an order that is searched for and not found may be sent again."""
    refusal = {"title": "Later", "status": status, "data": None, "error": {"code": status, "message": "Later"}}
    body = json.dumps(refusal).encode()
    error = buyer.order(Where.AFTER, How.REFUSE, status=status, body=body, media_type="application/json")
    assert buyer.arrived == 1
    if status == 429 and buyer.stage.service is Service.PLATFORM:
        assert error is None
        return
    assert (error.kind, error.status) == (ErrorKind.OUTCOME_UNKNOWN, status)
    assert error.claimed is not None
    assert (error.claimed is ErrorKind.RATE_LIMITED) == (status == 429)


@pytest.mark.parametrize(
    ("where", "how"),
    [
        (Where.CONNECT, How.CLOSE),
        (Where.CONNECT, How.RESET),
        (Where.CONNECT, How.REFUSE),
        (Where.CONNECT, How.GARBAGE),
        (Where.HANDSHAKE, How.CLOSE),
        (Where.HANDSHAKE, How.RESET),
        (Where.HANDSHAKE, How.GARBAGE),
        (Where.HANDSHAKE, How.SILENCE),
    ],
    ids=lambda part: part.value,
)
@pytest.mark.parametrize("kind", [Kind.TLS, Kind.CONNECT_PROXY], indirect=True, ids=["tls", "connect"])
def test_an_order_whose_connection_was_never_made_was_not_sent(buyer, where, how, kind, monkeypatch):
    """These may be repeated by the user at once, and nothing is held."""
    monkeypatch.setattr(departure, "CONNECT_TIMEOUT_S", 1.0)
    buyer.relay.break_by(RelayFault(where, how, "CONNECT", ""))
    error = buyer.order(Where.BEFORE, How.CLOSE)
    assert error.kind in NEVER_SENT
    assert error.status is None
    assert buyer.arrived == 0


@pytest.mark.parametrize("kind", [Kind.TLS], indirect=True, ids=["tls"])
def test_a_server_that_cannot_prove_who_it_is_gets_no_order(buyer, authority, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    relayed_stage(buyer.stage, buyer.relay, Authority(other))
    with pytest.raises(Up42Error) as caught:
        buyer.stage.gateway.create_live(buyer.product, buyer.parameters, "Relayed job")
    assert caught.value.kind is ErrorKind.CERTIFICATE_REFUSED
    assert buyer.arrived == 0


@pytest.mark.parametrize("where", [Where.AFTER, Where.HEAD, Where.BODY], ids=lambda where: where.value)
def test_an_order_whose_answer_drips_ends_at_its_deadline(buyer, authority, where):
    """Each byte is in time; only a deadline for the whole request ends it."""
    relayed_stage(buyer.stage, buyer.relay, authority, create_deadline_s=1.0)
    error = buyer.order(where, How.DRIP)
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert buyer.arrived == 1
