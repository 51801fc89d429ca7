"""Access values in the shape of a JSON Web Token: readable by clients, short-lived, checked on every call."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from typing import Any, Dict, Mapping, Optional

from .clock import Clock
from .http.routing import Request
from .options import Options

# Made once, at random; gives the same ids for the same names at each start.
_NAMESPACE = uuid.UUID("0b4f0a52-6a0e-4d0c-9a0f-6f8f4f1a7c55")


class AccessRefused(Exception):
    """There is no access value or it is not one of ours."""


class AccessExpired(AccessRefused):
    """The access value was ours; `expired` and `now` are Unix seconds."""

    def __init__(self, expired: float, now: float) -> None:
        super().__init__("expired")
        self.expired = expired
        self.now = now


class AccessDesk:
    """Issues access values that live for `access_seconds` of the Sandbox's time and reads them back."""

    def __init__(self, clock: Clock, options: Options) -> None:
        self._clock = clock
        self._options = options
        self._signing = secrets.token_bytes(32)

    def issue(self, audience: str, seconds: Optional[float] = None, **claims: Any) -> str:
        """Returns a new access value for `audience` with further claims in it."""
        now = self._clock.timestamp()
        ends = now + (self._options.access_seconds if seconds is None else seconds)
        payload: Dict[str, Any] = {
            "sub": audience,
            "aud": audience,
            "iat": int(now),
            "exp": round(ends, 3),
            "jti": str(uuid.uuid4()),
            **claims,
        }
        signed = f"{_encode({'alg': 'HS256', 'typ': 'JWT'})}.{_encode(payload)}"
        return f"{signed}.{self._signature(signed)}"

    def read(self, request: Request) -> Mapping[str, Any]:
        """Returns the claims of a request's bearer value; AccessExpired or AccessRefused when it does not
        hold.
        """
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise AccessRefused("no bearer value")
        return self.claims(value.strip())

    def claims(self, value: str) -> Mapping[str, Any]:
        """Returns the claims of an access value; AccessExpired or AccessRefused when it does not hold."""
        signed, _, signature = value.rpartition(".")
        if not hmac.compare_digest(signature.encode("utf-8"), self._signature(signed).encode("utf-8")):
            raise AccessRefused("not issued here")
        claims: Dict[str, Any] = json.loads(_decode(signed.partition(".")[2]))
        now = self._clock.timestamp()
        if now >= claims["exp"]:
            raise AccessExpired(claims["exp"], now)
        return claims

    def _signature(self, signed: str) -> str:
        return _text(hmac.new(self._signing, signed.encode("utf-8"), hashlib.sha256).digest())


def derived_text(*words: str) -> str:
    """Returns 43 URL-safe characters that depend on the words alone."""
    return _text(hashlib.sha256(" ".join(words).encode("utf-8")).digest())


def named_id(*words: str) -> str:
    """Returns the id that belongs to a name for good."""
    return str(uuid.uuid5(_NAMESPACE, " ".join(words)))


def basic_pair(request: Request) -> Optional[str]:
    """Returns `user:key` of a Basic authorization header, or None when there is none that can be read."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(value.strip(), validate=True).decode("utf-8")
    except ValueError:
        return None


def _encode(members: Mapping[str, Any]) -> str:
    return _text(json.dumps(members, separators=(",", ":")).encode("utf-8"))


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
