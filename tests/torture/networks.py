"""The networks between the client and the service, and what goes wrong in each."""

from __future__ import annotations

import random
from dataclasses import dataclass

from plan import Case, Life, _kill
from support.relay import How, Kind, Where

DIRECT = "direct"
_BREAKS = tuple(
    {"where": where, "how": how}
    for where in (Where.BEFORE, Where.AFTER, Where.HEAD, Where.BODY)
    for how in (How.CLOSE, How.RESET, How.GARBAGE)
)
_DRIPS = tuple({"where": where, "how": How.DRIP} for where in (Where.AFTER, Where.HEAD))
_FORMS = (
    {"body": b"<html><body>Blocked</body></html>", "media_type": "text/html"},
    {"body": b"", "media_type": "text/plain"},
    {"body": b'{"message": "Forbidden"}', "media_type": "application/json"},
)
_REFUSALS = tuple(
    {"where": where, "how": How.REFUSE, "status": status, **_FORMS[number % 3]}
    for where in (Where.AFTER, Where.BEFORE)
    for number, status in enumerate((400, 403, 404, 408, 409, 422, 425, 429, 451, 499, 502, 401))
)
# Before a request has begun to leave: the next connection, of any kind.
_EARLY = tuple(
    {"where": where, "how": how}
    for where in (Where.CONNECT, Where.HANDSHAKE)
    for how in (How.CLOSE, How.RESET, How.GARBAGE, How.REFUSE)
)


@dataclass(frozen=True)
class Network:
    """What the relay is, how it breaks orders and other connections, and how late the service lists a new job."""

    kind: Kind
    faults: tuple
    early: tuple = ()
    # A list that is late takes away the second look, which would hide that a wrong answer was believed.
    listing_lag_s: float = 60.0


NETWORKS = {
    "tls": Network(Kind.TLS, _BREAKS + _DRIPS, _EARLY),
    "http proxy": Network(Kind.HTTP_PROXY, _BREAKS + _DRIPS, _EARLY[:4]),
    "connect proxy": Network(Kind.CONNECT_PROXY, _BREAKS + _DRIPS, _EARLY),
    "gateway": Network(Kind.PLAIN, _REFUSALS + _DRIPS, _EARLY[:4]),
}


def relayed_case_of(seed, generation, network):
    """The case of a seed behind a relay: each fault of the network meets the order in turn, the rest is drawn.

    No time passes while a list is late: a job would be given up by a clock that the service does not share.
    """
    draw = random.Random(f"{seed} relayed")
    first = ("create", {**network.faults[seed % len(network.faults)], "times": draw.choice([1, 1, 2])})
    lives = [_life(draw, [first], seed)]
    for _ in range(draw.choice([1, 1, 2])):
        steps = [draw.choice(list(generation.steps))] * draw.choice([0, 1])
        faults = [(step, draw.choice(network.faults)) for step in steps]
        if network.early and draw.random() < 0.5:
            faults.append(("", {**draw.choice(network.early), "times": draw.choice([1, 3])}))
        lives.append(_life(draw, faults, None))
    return Case(seed, tuple(lives))


def _life(draw, faults, turn):
    return Life(
        relay_faults=tuple(faults),
        kill=_kill(draw, turn) if draw.random() < 0.25 else (),
        clicks=draw.choice([1, 1, 2]),
        windows=draw.choice([1, 1, 1, 2]),
        job_seconds=draw.choice([0.0, 30.0]),
    )
