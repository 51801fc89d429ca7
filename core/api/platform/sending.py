"""Sends the order of one scene, and once more only where its refusal was certainly not carried out."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from ...domain.cancelling import current_check
from ...domain.clock import utc_now
from ...domain.errors import Cancelled, ErrorKind, Up42Error
from ...domain.foreign import id_of, mappings_of
from ..service_words import words_of
from .answers import Order
from .client import PlatformClient, is_shortage

_LOG = logging.getLogger(__name__)

PATH = "/v2/orders"
# How long an order waits for a service that answers 429, and the minimum pause between two tries.
MAX_WAIT_S = 120.0
MIN_PAUSE_S = 0.5
# After a refusal of any request, the pause before an order behind which nothing could be looked up.
CALM_S = 2.0
_LOOK_S = 0.1
_TOO_MANY = 429


class OrderSending:
    """Places orders of scenes; safe for several threads.

    `listed` returns the orders with a tag by their ids, as far as lists show them; `newest` the workspace's newest
    orders with any tags.
    """

    def __init__(
        self,
        client: PlatformClient,
        listed: Callable[[str], Mapping[str, Order]],
        newest: Callable[[], Mapping[str, Order]],
    ) -> None:
        self._client = client
        self._listed = listed
        self._newest = newest
        self._lock = threading.Lock()
        # The last order that this session placed, and when its sending began: lists that show it are that current.
        self._last: Dict[str, float] = {}
        self._is_closed = threading.Event()

    def close(self) -> None:
        """Ends every wait for a busy service."""
        self._is_closed.set()

    def send(
        self,
        body: Mapping[str, Any],
        tags: Tuple[str, ...],
        query: Mapping[str, str],
        renew: Callable[[], None],
        earlier: Mapping[str, float],
    ) -> List[Order]:
        """Places the order of one scene and returns the created orders, one for each part of the area.

        `renew` is called before each request. `earlier` are the orders that this job has already: by id, when on the
        monotonic clock its sending began. For the first order of a job the last one of this session takes their place.
        """
        ends = time.monotonic() + MAX_WAIT_S
        with self._lock:
            last = self._last
        if not earlier and not last and self._client.refusals():
            # Nothing would say that lists are current, so a busy service must not refuse this one.
            self._is_stopped_within(CALM_S)
        while True:
            began = time.monotonic()
            try:
                renew()
                made = placed_orders(self._client.create(PATH, body, query, time.time()), body, tags)
                with self._lock:
                    self._last = {made[-1].id: began}
                return made
            except Up42Error as error:
                pause_s = max(error.retry_after_s or 0.0, MIN_PAUSE_S)
                if error.status != _TOO_MANY or time.monotonic() + pause_s > ends:
                    raise
                refusal, refused = error, time.monotonic()
            _LOG.info("The service has too many requests, an order waits %.0f s", pause_s)
            if self._is_stopped_within(pause_s):
                raise refusal
            tag = tags[0]
            look = partial(self._listed, tag) if earlier else self._newest
            placed = self._placed_behind(refusal, refused, ends, look, tag, str(body["displayName"]), earlier or last)
            if placed:
                return placed

    def _placed_behind(
        self,
        refusal: Up42Error,
        refused: float,
        ends: float,
        look: Callable[[], Mapping[str, Order]],
        tag: str,
        display_name: str,
        earlier: Mapping[str, float],
    ) -> List[Order]:
        """Returns the orders that exist although the answer was a refusal; none if the request can be sent again.

        Raises the refusal where neither is certain: it is not the service's own, or what `look` lists does not have all
        of the `earlier` orders, or there are none whose presence would say that lists are current.
        """
        is_own = refusal.claimed is ErrorKind.RATE_LIMITED
        lag_s: Optional[float] = None
        while True:
            asked = time.monotonic()
            try:
                listed = look()
            except Up42Error as error:
                raise refusal from error
            placed = [
                order for order in listed.values() if tag in order.tags and order.name.startswith(display_name)
            ]
            if placed:
                return placed
            if not is_own or not earlier or not earlier.keys() <= listed.keys():
                raise refusal
            if lag_s is None:
                # Lists are late by no more than the age of the youngest order that they show.
                lag_s = time.monotonic() - max(earlier.values())
            # An order that was placed behind the refusal is missing for certain once it would be of that age.
            wait_s = refused + lag_s - asked
            if wait_s <= 0:
                return []
            if asked + wait_s > ends or self._is_stopped_within(wait_s):
                raise refusal

    def _is_stopped_within(self, seconds: float) -> bool:
        check, ends = current_check(), time.monotonic() + seconds
        while not self._is_closed.wait(max(min(ends - time.monotonic(), _LOOK_S), 0.0)):
            if time.monotonic() >= ends:
                return False
            try:
                check()
            except Cancelled:
                break
        return True


def placed_orders(answer: Mapping[str, Any], body: Mapping[str, Any], tags: Tuple[str, ...]) -> List[Order]:
    """Returns the orders in an answer, in their first state.

    Raises the refusal if there are only errors, and OUTCOME_UNKNOWN if there are neither, or no readable result:
    something may have been ordered.
    """
    ids = [id_of(result.get("id")) for result in mappings_of(answer.get("results")) if id_of(result.get("id"))]
    if not ids:
        words = words_of(answer.get("errors"))
        if not words or answer.get("results"):
            raise Up42Error(ErrorKind.OUTCOME_UNKNOWN, f"{PATH}: no readable results")
        kind = ErrorKind.NOT_ENOUGH_CREDITS if is_shortage(words) else ErrorKind.INVALID_REQUEST
        raise Up42Error(kind, words)
    now = utc_now()
    return [
        Order(
            id=item,
            name=str(body["displayName"]),
            status="CREATED",
            product_id=str(body["dataProduct"]),
            tags=tags,
            created=now,
            updated=now,
            scene_id=str(body["params"]["id"]),
            geometry=body["featureCollection"]["features"][0]["geometry"],
        )
        for item in ids
    ]
