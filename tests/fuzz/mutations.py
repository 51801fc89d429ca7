"""Mutations of a response: values, members, types, the whole document."""

from __future__ import annotations

import json

# As JSON texts: some of them no serialiser would write.
HOSTILE = (
    "NaN", "Infinity", "-Infinity", "1e18", "-1e18", "1e999", "1" + "0" * 30, "9" * 5000, "-1", "0", "0.5",
    "2147483648", "true", "false", "null", '""', '"nan"', '"²"', '"12"', '"\\ud800"', '"\\u0000\\u001b"', '"../../x"',
    "[]", "{}", "[null]", "[[]]", '{"a": 1}', '"0001-01-01T00:00:00+01:00"', '"9999-12-31T23:59:59-12:00"',
    '"2025-02-30"',
    '"http://[::1"', '"https:.evil.example/x"', '"' + "x" * 30_000 + '"', "[" * 80 + "]" * 80,
)  # fmt: skip
WHOLE = (
    b"", b"null", b"[]", b"{}", b"5", b'"text"', b"NaN", b"<html><body>Sign in</body></html>", b"\xff\xfe\x00", b"{",
    b"[" * 200_000, b'{"data": null, "error": null}', b'{"data": [], "error": null}', b'{"features": null}',
    b'{"content": null}', b'{"results": null, "errors": null}', "{}".encode("utf-16"),
)  # fmt: skip
REFUSALS = (400, 402, 403, 404, 409, 422, 500)
_MARK = "@@hostile@@"


def places(value, path=()):
    """Yields the way to each value in a document."""
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def mutated(random, status, body):
    """Returns status and body with one to three things wrong; what is no JSON is cut or replaced."""
    if random.random() < 0.08:
        status = random.choice(REFUSALS)
    if random.random() < 0.08:
        return status, random.choice(WHOLE)
    try:
        document = json.loads(body)
    except ValueError:
        return status, random.choice((body[: len(body) // 2], *WHOLE))
    told = []
    for _ in range(random.randint(1, 3)):
        document = _with_fault(random, document, told)
    text = json.dumps(document)
    for number, hostile in enumerate(told):
        text = text.replace(f'"{_MARK}{number}"', hostile)
    return status, text.encode()


def _with_fault(random, document, told):
    found = [path for path in places(document) if path]
    if not found:
        return document
    path = random.choice(found)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    kind = random.choice(("value", "value", "value", "missing", "wrapped", "unwrapped", "twice", "key"))
    key, value = path[-1], holder[path[-1]]
    if kind == "missing":
        del holder[key]
    elif kind == "wrapped":
        holder[key] = random.choice(([value], {"value": value}))
    elif kind == "unwrapped" and isinstance(value, (list, dict)) and value:
        holder[key] = next(iter(value.values() if isinstance(value, dict) else value))
    elif kind == "twice" and isinstance(holder, list):
        holder.append(value)
    elif kind == "key" and isinstance(holder, dict):
        holder[random.choice(("", "id", "x" * 600, "\x00", "name"))] = holder.pop(key)
    else:
        holder[key] = f"{_MARK}{len(told)}"
        told.append(random.choice(HOSTILE))
    return document
