"""Estimates the price of orders per scene; free."""

from __future__ import annotations

import contextvars
import math
import queue
import threading
import time
from dataclasses import replace
from functools import partial
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, TypeVar

from ...domain.errors import ErrorKind, Up42Error
from ...domain.foreign import credits_of, mapping_of, number_of, text_of
from ...domain.jobs.credits import Estimate, EstimateLine
from ...domain.parameters import JobParameters, fingerprint
from ...domain.products import Product
from ..service_words import words_of
from .client import PlatformClient
from .request import order_body

PATH = "/v2/orders/estimate"
# The service asks clients for no more parallel requests.
WORKERS = 5
# How long the price of an unchanged order is reused: the form asks for estimates after each change.
KEPT_S = 120.0
_UNITS = {"SQ_KM": "km²"}
# Refusals that concern one scene; any other concerns all.
_OF_ONE_SCENE = (ErrorKind.INVALID_REQUEST,)


class OrderEstimates:
    """Requests and caches the price of each scene. Thread-safe."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: Dict[str, Tuple[float, EstimateLine]] = {}

    def estimate(self, product: Product, parameters: JobParameters, *, is_fresh: bool = False) -> Estimate:
        """Returns one line per scene, refused ones with the service's reason; the hold is their total.

        A fresh estimate uses no cached price.
        """
        kept_s = 0.0 if is_fresh else KEPT_S
        calls = [partial(self._line, product, parameters, scene_id, kept_s) for scene_id in parameters.scene_ids]
        lines = tuple(in_parallel(calls, WORKERS)) if calls else ()
        return Estimate(lines, hold_credits=sum(line.min_credits for line in lines))

    def credits_of(self, product: Product, parameters: JobParameters, scene_id: str) -> Optional[int]:
        """Returns the last estimate of a scene's order, of any age; None if there was none."""
        with self._lock:
            known = self._known.get(_key(order_body(product, parameters, scene_id, _NAME)))
        return None if known is None or known[1].problem else known[1].min_credits

    def price(self, body: Mapping[str, Any]) -> Optional[int]:
        """Returns what an order would cost now, None if the service does not price it."""
        line = parse_line(self._client.post(PATH, dict(body)), "")
        return None if line.problem else line.min_credits

    def _line(self, product: Product, parameters: JobParameters, scene_id: str, kept_s: float) -> EstimateLine:
        body = order_body(product, parameters, scene_id, _NAME)
        key = _key(body)
        with self._lock:
            known = self._known.get(key)
        if known is not None and time.monotonic() - known[0] < kept_s:
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


# An order must have a name; the price does not depend on it.
_NAME = "Estimate"


def parse_line(data: Any, scene_id: str) -> EstimateLine:
    """Returns the line of one scene: the sum of those parts that can be ordered.

    A success with errors and no price is a refusal, reported in the service's words. Fractions of credits are rounded
    up, so that a hold is never too small. UNEXPECTED_ANSWER for a price that is not an amount of credits.
    """
    answer = mapping_of(data)
    results, errors = answer.get("results"), words_of(answer.get("errors"))
    parts = [mapping_of(result) for result in results] if isinstance(results, list) else []
    prices = [credits_of(part.get("credits"), "estimate") for part in parts]
    if not parts and not answer.get("errors"):
        # Some answers have only the sum.
        prices = [credits_of(mapping_of(answer.get("summary")).get("totalCredits"), "estimate")]
    total = math.ceil(sum(prices))
    if answer.get("errors") and not total:
        return EstimateLine(scene_id, 0, 0, scene_id, problem=errors or ErrorKind.INVALID_REQUEST.value)
    sizes = [number_of(part.get("size"), 0.0) for part in parts]
    known = [size for size in sizes if size is not None]
    unit = text_of(parts[0].get("unit")) if parts else ""
    line = EstimateLine(scene_id, total, total, scene_id, unit=_UNITS.get(unit, unit))
    return replace(line, quantity=sum(known)) if parts and len(known) == len(sizes) else line


def _key(body: Mapping[str, Any]) -> str:
    return fingerprint({name: value for name, value in body.items() if name not in ("tags", "budgetId")})


T = TypeVar("T")


def in_parallel(calls: Sequence[Callable[[], T]], workers: int) -> List[T]:
    """Runs calls in parallel and returns their results in order; raises the error of the first call that failed.

    After a failure no further call is started.
    """
    if len(calls) == 1:
        return [calls[0]()]
    waiting: queue.SimpleQueue[Tuple[int, Callable[[], T]]] = queue.SimpleQueue()
    for numbered in enumerate(calls):
        waiting.put(numbered)
    results: List[Tuple[int, T]] = []
    failures: List[Tuple[int, BaseException]] = []

    def work() -> None:
        while not failures:
            try:
                number, call = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                results.append((number, call()))
            except Exception as error:  # raised again for the caller
                failures.append((number, error))

    # One copy of the context per thread, so that cancelling this task ends their requests too.
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(work,), name="up42-calls", daemon=True)
        for _ in range(min(workers, len(calls)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first: Optional[BaseException] = min(failures, key=lambda failure: failure[0])[1] if failures else None
    if first is not None:
        raise first
    return [result for _, result in sorted(results, key=lambda numbered: numbered[0])]
