"""The events of a case, drawn from its seed alone, so that any case can be replayed."""

from __future__ import annotations

import random
from dataclasses import dataclass

# Longer than the client waits for an answer.
DELAY_S = 0.6
# Everything that can go wrong with any request.
FAULTS = (
    {"kind": "latency", "seconds": DELAY_S},
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 500, "processed": True},
    {"kind": "status", "status": 503, "body": "html"},
    {"kind": "status", "status": 502, "body": "empty", "processed": True},
    {"kind": "status", "status": 403, "processed": True},
    {"kind": "status", "status": 403},
    {"kind": "unauthorized"},
    {"kind": "unauthorized", "processed": True},
    {"kind": "rate_limit"},
    {"kind": "rate_limit", "processed": True},
    {"kind": "html", "processed": True},
    {"kind": "missing_keys"},
    {"kind": "answer_lost_before"},
    {"kind": "answer_lost_after"},
    {"kind": "cut_body"},
    {"kind": "stall_body", "seconds": DELAY_S},
    {"kind": "wrong_length"},
)
MAX_WRITES = 8
MAX_LINES = 420
# Number of consents after which the user gives up.
MAX_CONSENTS = 3
# How far a date may be put forward: a clock that was wrong, a computer that slept.
JUMP_S = 3600.0
# Between two looks; three of them are longer than the client looks for a job whose answer was lost.
LONG_PAUSE_S = 400.0


@dataclass(frozen=True)
class Life:
    """QGIS from its start to its end, or to its death.

    `faults`: pairs of a step's name and a fault of the service, `relay_faults` of a relay before it (no step: of any
    connection). `kill`: `write`, `commit` or `written` and the number of the
    journal's write at (before its statements, before and after its commit), or `line` and the number of the line of
    our own code. `clicks`: how often the user confirms at once; `windows`: in how many processes at the same
    instant. `clock_s`: how far this life's date is ahead; `pause_s`: how much time passes after each look, for certain;
    `job_seconds`: how much time passes at the service afterwards.
    """

    faults: tuple = ()
    relay_faults: tuple = ()
    kill: tuple = ()
    clicks: int = 1
    windows: int = 1
    clock_s: float = 0.0
    pause_s: float = 0.0
    job_seconds: float = 0.0


@dataclass(frozen=True)
class Case:
    """Someone who wants one live job and orders again only when told that there is none.

    `may_retry` is False where a job may appear after it was given up: nobody can tell that apart from one that never
    was.
    """

    seed: int
    lives: tuple
    may_retry: bool = True


def case_of(seed, generation):
    """The case of a seed: its first life goes through each fault at each step in turn, the rest is drawn."""
    draw = random.Random(seed)
    pairs = [(step, fault) for step in generation.steps for fault in FAULTS]
    pairs += [("create", fault) for fault in generation.own_faults]
    step, fault = pairs[seed % len(pairs)]
    times = draw.choice([1, 2] if "seconds" in fault else [1, 1, 2, 5])
    lives = [_life(draw, [(step, {**fault, "times": times})], seed // len(pairs))]
    for _ in range(draw.choice([0, 0, 1, 2])):
        lives.append(_life(draw, [draw.choice(pairs) for _ in range(draw.choice([0, 0, 1, 2]))], None))
    is_late = any("seconds" in members for life in lives for _, members in life.faults)
    return Case(seed, tuple(lives), may_retry=not is_late)


def _life(draw, faults, turn):
    return Life(
        faults=tuple(faults),
        kill=_kill(draw, turn),
        clicks=draw.choice([1, 1, 1, 2, 3]),
        windows=draw.choice([1, 1, 1, 2]),
        clock_s=draw.choice([0.0, 0.0, JUMP_S]),
        pause_s=draw.choice([0.0, LONG_PAUSE_S]),
        job_seconds=draw.choice([0.0, 30.0, 100.0]),
    )


def _kill(draw, turn):
    """Every write is met in turn, before, amid and after; lines are drawn."""
    kinds = ("write", "commit", "written")
    if turn is not None and turn % 3 == 0:
        number = draw.randrange(len(kinds) * MAX_WRITES)
        return kinds[number % len(kinds)], number // len(kinds)
    return draw.choice([(), ("line", draw.randrange(MAX_LINES)), (draw.choice(kinds), draw.randrange(MAX_WRITES))])
