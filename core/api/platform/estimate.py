"""What orders would cost, scene by scene; free."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import replace
from functools import partial
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ...domain.errors import ErrorKind, Up42Error
from ...domain.jobs.credits import Estimate, EstimateLine
from ...domain.parameters import JobParameters, fingerprint
from ...domain.products import Product
from ..parallel import in_parallel
from .client import PlatformClient
from .request import order_body

PATH = "/v2/orders/estimate"
# Politeness: the service asks for no more at once.
WORKERS = 5
# The form asks again with each change; a scene whose order did not change keeps its price for so long.
KEPT_S = 120.0
_UNITS = {"SQ_KM": "km²"}
# Refusals that are about one scene; any other stands in the way of all.
_OF_ONE_SCENE = (ErrorKind.INVALID_REQUEST,)


class OrderEstimates:
    """Asks for the price of each scene and remembers it; safe for several threads."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: Dict[str, Tuple[float, EstimateLine]] = {}

    def estimate(self, product: Product, parameters: JobParameters) -> Estimate:
        """Returns a line a scene, refused ones with the service's reason; the hold is their total."""
        calls = [partial(self._line, product, parameters, scene_id) for scene_id in parameters.scene_ids]
        lines = tuple(in_parallel(calls, WORKERS)) if calls else ()
        return Estimate(lines, hold_credits=sum(line.min_credits for line in lines))

    def credits_of(self, product: Product, parameters: JobParameters, scene_id: str) -> Optional[int]:
        """Returns what the last estimate said of a scene's order, however old, None where there was none."""
        with self._lock:
            known = self._known.get(_key(order_body(product, parameters, scene_id, _NAME)))
        return None if known is None or known[1].problem else known[1].min_credits

    def price(self, body: Mapping[str, Any]) -> Optional[int]:
        """Returns what an order would cost now, None where the service does not price it."""
        line = parse_line(self._client.post(PATH, dict(body)), "")
        return None if line.problem else line.min_credits

    def _line(self, product: Product, parameters: JobParameters, scene_id: str) -> EstimateLine:
        body = order_body(product, parameters, scene_id, _NAME)
        key = _key(body)
        with self._lock:
            known = self._known.get(key)
        if known is not None and time.monotonic() - known[0] < KEPT_S:
            return known[1]
        try:
            line = parse_line(self._client.post(PATH, body), scene_id)
        except Up42Error as error:
            if error.kind not in _OF_ONE_SCENE:
                raise
            line = EstimateLine(scene_id, 0, 0, scene_id, problem=error.detail or error.kind.value)
        with self._lock:
            self._known[key] = (time.monotonic(), line)
        return line


# The price does not depend on the name, which an order must have.
_NAME = "Estimate"


def parse_line(data: Any, scene_id: str) -> EstimateLine:
    """Returns the line of one scene, of whose parts those that can be ordered count.

    A success that holds errors alone is a refusal, told in the service's words. Fractions of credits are rounded up,
    so that a hold is never too small.
    """
    if not isinstance(data, Mapping):
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, "estimate: results")
    results, errors = entries(data, "results"), entries(data, "errors")
    if not results:
        problem = "; ".join(error_text(one) for one in errors) or ErrorKind.UNEXPECTED_ANSWER.value
        return EstimateLine(scene_id, 0, 0, scene_id, problem=problem)
    try:
        total = math.ceil(sum(float(one["credits"]) for one in results))
    except (KeyError, TypeError, ValueError) as error:
        raise Up42Error(ErrorKind.UNEXPECTED_ANSWER, f"estimate: credits: {error}") from error
    sizes = [one.get("size") for one in results]
    known = [float(size) for size in sizes if isinstance(size, (int, float))]
    unit = str(results[0].get("unit") or "")
    line = EstimateLine(scene_id, total, total, scene_id, unit=_UNITS.get(unit, unit))
    return replace(line, quantity=sum(known)) if len(known) == len(sizes) else line


def entries(data: Mapping[str, Any], name: str) -> List[Mapping[str, Any]]:
    """Returns the objects of a list in an answer, none where it is missing."""
    given = data.get(name)
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


def error_text(error: Mapping[str, Any]) -> str:
    """Returns what the service says of a feature that it refused."""
    words = [str(error[name]) for name in ("message", "details") if error.get(name)]
    return ": ".join(words)


def _key(body: Mapping[str, Any]) -> str:
    return fingerprint({name: value for name, value in body.items() if name not in ("tags", "budgetId")})
