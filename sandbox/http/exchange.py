"""Turns a request into a response: log, faults, routing, refusals."""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

from ..clock import Clock, iso_from
from ..options import Options
from ..testing.faults import Fault, FaultKind, Faults
from ..testing.markup import with_markup
from ..testing.missing_members import without_members
from ..testing.request_log import RequestLog, RequestRecord
from .limits import Limiter, TooMany
from .routing import ClientLeft, HttpRefusal, Request, Response, Route, Router, json_response, text_response

LOGGER = logging.getLogger(__name__)

_PROXY_PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body>Welcome</body></html>"


@dataclass(frozen=True)
class Delivery:
    """How an answer goes over the wire: not at all (`response` None), or broken in one of several ways.

    The body stops for good after `cut_at` bytes, pauses for `stall_seconds` after `stall_at` bytes, and its
    stated length is wrong by `length_error`.
    """

    response: Optional[Response]
    cut_at: Optional[int] = None
    stall_at: Optional[int] = None
    stall_seconds: float = 0.0
    length_error: int = 0


LOST = Delivery(None)


class Exchange:
    """Answers requests out of its routers, in their order; the admin router is spared from log and faults."""

    def __init__(self, clock: Clock, log: RequestLog, faults: Faults, options: Options) -> None:
        self.clock = clock
        self._log = log
        self._faults = faults
        self._options = options
        self.stopping = threading.Event()
        self.routers: List[Router] = []
        # Those of them whose requests are counted.
        self.limited: List[Router] = []
        self._limiter = Limiter(clock, options)
        self.admin: Optional[Router] = None

    def deliver(self, request: Request) -> Delivery:
        """Carries out one request and returns what to send."""
        if self.admin is not None and self.admin.find(request.method, request.path):
            return Delivery(self._respond(request, self.admin, None))
        record = self._log.open(self.clock.now(), request)

        def take(kind: FaultKind) -> Optional[Fault]:
            fault = self._faults.take(kind, request.method, request.plain_path)
            if fault is not None:
                record.faults.append(kind.value)
            return fault

        request.take_fault = take
        router = next((each for each in self.routers if each.methods(request.path)), self.routers[0])
        is_limited = router in self.limited
        try:
            with self._limiter.admitted(request) if is_limited else contextlib.nullcontext():
                response = self._carried_out(request, router, record)
        except ClientLeft:
            return LOST
        except TooMany as refusal:
            response = router.refuse(refusal)
            response.headers["Retry-After"] = self._limiter.retry_after(refusal)
        if response is None or take(FaultKind.ANSWER_LOST_AFTER) is not None:
            return LOST
        record.status = response.status
        return self._break(request, response)

    def _carried_out(self, request: Request, router: Router, record: RequestRecord) -> Optional[Response]:
        """Returns the answer after the time that it takes, None for a request that is lost on its way."""
        if self._options.latency_seconds:
            self.stopping.wait(self._options.latency_seconds)
        slow = request.take_fault(FaultKind.LATENCY)
        if slow is not None:
            self.stopping.wait(slow.seconds)
        if request.take_fault(FaultKind.ANSWER_LOST_BEFORE) is not None:
            return None
        return self._answer(request, router, record)

    def _answer(self, request: Request, router: Router, record: RequestRecord) -> Response:
        for kind in (FaultKind.STATUS, FaultKind.UNAUTHORIZED, FaultKind.RATE_LIMIT, FaultKind.HTML):
            fault = request.take_fault(kind)
            if fault is not None:
                if fault.processed:
                    self._respond(request, router, record)
                response = self._instead(fault, router)
                if fault.retry_after is not None:
                    response.headers["Retry-After"] = str(fault.retry_after)
                return response
        response = self._respond(request, router, record)
        stripped = request.take_fault(FaultKind.MISSING_KEYS)
        if stripped is not None and isinstance(response.body, bytes):
            response.body = without_members(response.body, stripped.keys)
        if request.take_fault(FaultKind.MARKUP) is not None and isinstance(response.body, bytes):
            response.body = with_markup(response.body)
        return response

    def _respond(self, request: Request, router: Router, record: Optional[RequestRecord]) -> Response:
        try:
            route, params = self._route(request, router)
            request.params = params
            if route.guard is not None:
                request.claims = route.guard(request)
            return route.handler(request)
        except HttpRefusal as refusal:
            return router.refuse(refusal)
        except ClientLeft:
            raise
        except Exception as error:
            LOGGER.exception("%s %s failed", request.method, request.path)
            if record is not None:
                record.error = repr(error)
            return router.refuse(HttpRefusal(500, "Internal server error", "INTERNAL_SERVER_ERROR"))

    def _route(self, request: Request, router: Router) -> Tuple[Route, Dict[str, str]]:
        method = "GET" if request.method == "HEAD" else request.method
        found = router.find(method, request.path)
        if found is None:
            allowed = router.methods(request.path)
            if allowed:
                raise HttpRefusal(405, f"Request method '{request.method}' not supported")
            raise HttpRefusal(404, f"No resource at {request.path}", "RESOURCE_NOT_FOUND")
        return found

    def _instead(self, fault: Fault, router: Router) -> Response:
        if fault.kind == FaultKind.HTML:
            return text_response(_PROXY_PAGE, "text/html; charset=utf-8")
        if fault.kind == FaultKind.UNAUTHORIZED:
            return router.refuse(expired_refusal(self.clock.timestamp() - 7.123, self.clock.timestamp()))
        if fault.kind == FaultKind.RATE_LIMIT and fault.processed:
            # The service carries nothing out that it refuses: this is the answer of a gateway on the way.
            return json_response({"message": "Too many requests"}, 429)
        if fault.kind == FaultKind.RATE_LIMIT:
            return router.refuse(HttpRefusal(429, "Too many requests", "TOO_MANY_REQUESTS"))
        words = f"The service is not available (status {fault.status})"
        if fault.body == "json":
            return router.refuse(HttpRefusal(fault.status, words))
        if fault.body == "html":
            page = f"<html><head><title>{fault.status}</title></head><body><h1>{words}</h1></body></html>"
            return text_response(page, "text/html; charset=utf-8", fault.status)
        return text_response(words if fault.body == "plain" else "", status=fault.status)

    def _break(self, request: Request, response: Response) -> Delivery:
        length = response.length
        cut = request.take_fault(FaultKind.CUT_BODY)
        stall = request.take_fault(FaultKind.STALL_BODY)
        wrong = request.take_fault(FaultKind.WRONG_LENGTH)
        return Delivery(
            response,
            cut_at=None if cut is None else cut.position(length),
            stall_at=None if stall is None else stall.position(length),
            stall_seconds=0.0 if stall is None else stall.seconds,
            length_error=0 if wrong is None else (1000 if wrong.bytes is None else wrong.bytes),
        )


def expired_refusal(expired: float, now: float) -> HttpRefusal:
    """Returns the refusal of an access value that has run out, in the words of the service."""
    message = (
        f"ACCESS_TOKEN_EXPIRED: JWT expired at {iso_from(expired, 0)}. Current time: {iso_from(now, 0)}, "
        f"a difference of {int((now - expired) * 1000)} milliseconds.  Allowed clock skew: 0 milliseconds."
    )
    return HttpRefusal(401, message, "UNAUTHORIZED")
