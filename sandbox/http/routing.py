"""Requests, responses and the router between them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple, Union
from urllib.parse import parse_qsl, unquote

from ..testing.faults import Fault, FaultKind

JSON_TYPE = "application/json"


class HttpRefusal(Exception):
    """An answer that is no: status, code and message; each generation of the service words it in its own
    shape.
    """

    def __init__(
        self, status: int, message: str, code: Union[int, str, None] = None, details: Any = None, **extra: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code: Union[int, str] = status if code is None else code
        self.details = details
        self.extra = extra


class ClientLeft(Exception):
    """The client has closed its connection and waits for no answer."""


class FileSpan(NamedTuple):
    """A part of a file on disk: `size` bytes from `offset`."""

    path: Path
    offset: int
    size: int


@dataclass
class Response:
    """What is sent back; the body is in memory or a part of a file."""

    status: int = 200
    body: Union[bytes, FileSpan] = b""
    media_type: str = ""
    headers: Dict[str, str] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Returns the number of body bytes."""
        return self.body.size if isinstance(self.body, FileSpan) else len(self.body)


def json_response(value: Any, status: int = 200) -> Response:
    """Makes a response of a JSON value."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(status, body, JSON_TYPE)


def text_response(text: str, media_type: str = "text/plain; charset=utf-8", status: int = 200) -> Response:
    """Makes a response of text in UTF-8."""
    return Response(status, text.encode("utf-8"), media_type)


def no_check() -> None:
    """Takes the client as still there."""


def no_fault(kind: FaultKind) -> Optional[Fault]:
    """Says that no fault of any kind hits."""
    return None


@dataclass
class Request:
    """One request: path as sent, decoded query, headers with lower-case names, body, and the path's named
    parts in `params`.

    `take_fault` lets a handler ask whether a fault of its own kind hits this request; `check` raises ClientLeft once
    nobody waits for the answer, for handlers that take long.
    """

    method: str
    path: str
    query: List[Tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes = b""
    params: Dict[str, str] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    take_fault: Callable[[FaultKind], Optional[Fault]] = no_fault
    check: Callable[[], None] = no_check

    @property
    def plain_path(self) -> str:
        """Returns the path with its percent signs decoded."""
        return unquote(self.path)

    def argument(self, name: str) -> Optional[str]:
        """Returns the first value of a query argument, or None."""
        return next((value for key, value in self.query if key == name), None)

    def arguments(self, name: str) -> List[str]:
        """Returns all values of a query argument that may be repeated."""
        return [value for key, value in self.query if key == name]

    def whole_number(self, name: str, default: int, maximum: Optional[int] = None) -> int:
        """Returns a query argument as a whole number from 0 up; HttpRefusal 400 when it is none."""
        text = self.argument(name)
        if text is None:
            return default
        if not text.isdigit() or (maximum is not None and int(text) > maximum):
            raise HttpRefusal(400, f"Query argument '{name}' must be a whole number, got '{text}'", "VALIDATION_ERROR")
        return int(text)

    def json(self) -> Any:
        """Returns the body as a JSON value; HttpRefusal 415 for another media type, 400 for no JSON."""
        media_type = self.headers.get("content-type", JSON_TYPE)
        if "json" not in media_type:
            raise HttpRefusal(415, f"Content type '{media_type}' not supported")
        try:
            return json.loads(self.body.decode("utf-8"))
        except ValueError:
            raise HttpRefusal(400, "Required request body is missing or cannot be read", "VALIDATION_ERROR") from None

    def form(self) -> Dict[str, str]:
        """Returns the body as form fields; empty when it has another media type."""
        if not self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return {}
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


Handler = Callable[[Request], Response]
Guard = Callable[[Request], Mapping[str, Any]]


class Route(NamedTuple):
    """A method and a path pattern with the handler that they lead to."""

    method: str
    segments: Tuple[str, ...]
    handler: Handler
    guard: Optional[Guard]


class Router:
    """The routes of one part of the service with what they share: who may pass, and the shape of a refusal.

    `guard` looks at the access value of a request and returns its claims, or raises HttpRefusal; `refuse` turns a
    HttpRefusal into a response.
    """

    def __init__(self, guard: Optional[Guard], refuse: Callable[[HttpRefusal], Response]) -> None:
        self._guard = guard
        self.refuse = refuse
        self._routes: Dict[Tuple[str, int], List[Route]] = {}

    def add(
        self,
        method: str,
        pattern: str,
        handler: Handler,
        is_open: bool = False,
        guard: Optional[Guard] = None,
    ) -> None:
        """Adds a route; `{name}` in the pattern takes one path segment. `is_open` routes need no access
        value.

        A route whose pattern has fixed words wins over one that takes any segment there when added first.
        """
        segments = _segments(pattern)
        chosen = None if is_open else (guard or self._guard)
        self._routes.setdefault((method, len(segments)), []).append(Route(method, segments, handler, chosen))

    def find(self, method: str, path: str) -> Optional[Tuple[Route, Dict[str, str]]]:
        """Returns the route of a request, with or without a slash at the end of its path, and its named
        parts.
        """
        parts = _segments(path)
        for route in self._routes.get((method, len(parts)), ()):
            params = _params(route.segments, parts)
            if params is not None:
                return route, params
        return None

    def methods(self, path: str) -> List[str]:
        """Returns the methods that a path answers to, none when the path is unknown."""
        parts = _segments(path)
        return sorted(
            method
            for (method, count), routes in self._routes.items()
            if count == len(parts) and any(_params(route.segments, parts) is not None for route in routes)
        )


def _segments(path: str) -> Tuple[str, ...]:
    return tuple(path.strip("/").split("/"))


def _params(segments: Tuple[str, ...], parts: Tuple[str, ...]) -> Optional[Dict[str, str]]:
    params: Dict[str, str] = {}
    for segment, part in zip(segments, parts):
        if segment.startswith("{"):
            params[segment[1:-1]] = unquote(part)
        elif segment != part:
            return None
    return params


class Pages(NamedTuple):
    """One page of a list with the counts that the service sends with it."""

    content: List[Any]
    number: int
    size: int
    total: int

    def as_json(self) -> Dict[str, Any]:
        """Returns the page object of the service."""
        pages = -(-self.total // self.size) if self.size else 0
        return {
            "content": self.content,
            "number": self.number,
            "size": self.size,
            "numberOfElements": len(self.content),
            "totalElements": self.total,
            "totalPages": pages,
            "first": self.number == 0,
            "last": self.number >= pages - 1,
            "empty": not self.content,
        }


def page_of(items: List[Any], number: int, size: int) -> Pages:
    """Cuts page `number` (from 0) of `size` items out of a list."""
    return Pages(items[number * size : (number + 1) * size], number, size, len(items))
