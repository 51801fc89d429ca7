"""Routes under `/sandbox` through which a test or a user inspects the Sandbox and switches faults on."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping

from ..clock import iso, iso_from, read_time
from ..http.routing import HttpRefusal, Request, Response, Router, json_response
from ..shared import Generation, SharedParts
from .faults import fault_from_json


class Admin:
    """Routes under `/sandbox`: faults, requests, clock, options, books, state. Neither logged nor hit by faults."""

    def __init__(self, shared: SharedParts, generations: Mapping[str, Generation]) -> None:
        self._shared = shared
        self._generations = generations
        self.router = Router(None, _refuse)
        self.router.add("GET", "/sandbox/faults", self._list_faults)
        self.router.add("POST", "/sandbox/faults", self._add_faults)
        self.router.add("DELETE", "/sandbox/faults", self._clear_faults)
        self.router.add("GET", "/sandbox/requests", self._requests)
        self.router.add("DELETE", "/sandbox/requests", self._clear_requests)
        self.router.add("GET", "/sandbox/clock", self._time)
        self.router.add("POST", "/sandbox/clock", self._set_clock)
        self.router.add("GET", "/sandbox/options", self._options)
        self.router.add("POST", "/sandbox/options", self._change_options)
        self.router.add("GET", "/sandbox/books", self._books)
        self.router.add("GET", "/sandbox/state", self._state)

    def _list_faults(self, request: Request) -> Response:
        return json_response(self._shared.faults.listing())

    def _add_faults(self, request: Request) -> Response:
        wanted: Any = request.json()
        try:
            self._shared.faults.add(*[fault_from_json(each) for each in _as_list(wanted)])
        except (TypeError, ValueError) as error:
            raise HttpRefusal(400, str(error)) from None
        return json_response(self._shared.faults.listing(), 201)

    def _clear_faults(self, request: Request) -> Response:
        self._shared.faults.clear()
        return Response(204)

    def _requests(self, request: Request) -> Response:
        return json_response([record.as_json() for record in self._shared.log.records()])

    def _clear_requests(self, request: Request) -> Response:
        self._shared.log.clear()
        return Response(204)

    def _time(self, request: Request) -> Response:
        return json_response({"now": iso(self._shared.clock.now(), 6)})

    def _set_clock(self, request: Request) -> Response:
        """Takes one or more of `speed` (factor), `set` (ISO 8601) and `advance` (seconds), in that order."""
        wanted: Any = request.json()
        clock = self._shared.clock
        try:
            if "speed" in wanted:
                clock.speed(float(wanted["speed"]))
            if "set" in wanted:
                clock.set(read_time(wanted["set"]))
            if "advance" in wanted:
                clock.advance(float(wanted["advance"]))
        except (AttributeError, TypeError, ValueError) as error:
            raise HttpRefusal(400, str(error)) from None
        return self._time(request)

    def _options(self, request: Request) -> Response:
        return json_response(self._shared.options.as_json())

    def _change_options(self, request: Request) -> Response:
        """Takes one or more options by their names."""
        wanted: Any = request.json()
        try:
            self._shared.options.change(**wanted)
        except (TypeError, ValueError) as error:
            raise HttpRefusal(400, str(error)) from None
        return self._options(request)

    def _books(self, request: Request) -> Response:
        return json_response(self._books_json())

    def _books_json(self) -> Dict[str, Any]:
        books = self._shared.books
        entries: List[Dict[str, Any]] = [
            {**entry.__dict__, "kind": entry.kind.value, "time": iso_from(entry.time, 6)} for entry in books.entries
        ]
        return {"available": books.available, "held": books.held, "used": books.used, "entries": entries}

    def _state(self, request: Request) -> Response:
        parts = {name: generation.state() for name, generation in self._generations.items()}
        return json_response({"now": iso(self._shared.clock.now(), 6), "books": self._books_json(), **parts})


def _as_list(value: Any) -> List[Any]:
    return value if isinstance(value, list) else [value]


def _refuse(refusal: HttpRefusal) -> Response:
    return json_response({"error": refusal.message}, refusal.status)
