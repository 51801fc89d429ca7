"""Seeded cases: one gateway call with one wrong response must return a sound value or raise our error."""

from __future__ import annotations

import dataclasses
import json
import math
import random
import traceback
from datetime import datetime, timedelta
from enum import Enum
from typing import Mapping

from support.changed_answers import ChangedAnswers
from support.service_stage import Stage, Watch, utc_now

from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.errors import Up42Error

from .mutations import mutated

# What is passed on as it came; it has to be JSON, nothing more.
RAW = {"request", "properties", "raw", "default", "choices", "geometry", "options"}
LARGEST = 1e15


class Desk:
    """A Sandbox with a finished test query and a finished live job, behind a server that changes answers."""

    def __init__(self, service):
        self.service = service
        self.stage = Stage(service=service)

    def __enter__(self):
        stage = self.stage.__enter__()
        self.relay = ChangedAnswers(stage.sandbox).__enter__()
        stage.connection = self.relay.connection(stage.connection)
        stage.gateway.close()
        gateway = stage.gateway = stage.open_gateway()
        gateway.sign_in()
        self.product = stage.product()
        self.parameters = gateway.pinned(self.product, stage.parameters(self.product, 2))
        self.query = gateway.start_dry_run(self.product, stage.parameters(self.product, 3), "Query")
        stage.sandbox.clock.advance(60)
        few = stage.parameters(self.product, 3)
        self.scenes = gateway.collect_scenes(self.product, few, self.query, Watch()).scenes
        self.live = gateway.create_live(self.product, self.parameters, "Live")
        stage.sandbox.clock.advance(600)
        self.live = gateway.job(self.live.id)
        self.deliveries = gateway.deliveries(self.live.id)
        return self

    def __exit__(self, *exception):
        self.relay.__exit__()
        self.stage.__exit__()

    def calls(self):
        """The gateway calls that a user's clicks cause, by name."""
        product, wanted, query, live = self.product, self.parameters, self.query, self.live
        few = self.stage.parameters(product, 3)
        since = utc_now() - timedelta(days=2)
        return {
            "sign_in": lambda gateway: gateway.sign_in(),
            "checks": lambda gateway: [_checked(check) for check in gateway.checks()],
            "balance": lambda gateway: gateway.balance(),
            "limits": lambda gateway: gateway.limits(),
            "products": lambda gateway: gateway.products(),
            "product": lambda gateway: gateway.product(product.id),
            "dry_run": lambda gateway: gateway.start_dry_run(product, few, "Fuzzed"),
            "collect_scenes": lambda gateway: gateway.collect_scenes(product, few, query, Watch()),
            "quicklook": lambda gateway: gateway.quicklook(query, self.scenes[0]),
            "usage": lambda gateway: gateway.usage(product, few, query, self.scenes),
            "pinned": lambda gateway: gateway.pinned(product, few),
            "estimate": lambda gateway: gateway.estimate(product, wanted),
            "budgets": lambda gateway: gateway.budgets and gateway.budgets.active(),
            "create_live": lambda gateway: gateway.create_live(product, wanted, "Fuzzed"),
            "find_live": lambda gateway: gateway.find_live("Live", product.id, since),
            "job": lambda gateway: gateway.job(live.id),
            "jobs": lambda gateway: gateway.jobs(),
            "task_log": lambda gateway: gateway.logs and gateway.logs.text(live.id, live.tasks[0].id),
            "credits_used": lambda gateway: gateway.credits_used(live.id),
            "charges": lambda gateway: gateway.history and gateway.history.charges(since),
            "deliveries": lambda gateway: gateway.deliveries(live.id),
            "link": lambda gateway: gateway.link(live.id, self.deliveries[0]),
            "stored": lambda gateway: gateway.storage and gateway.storage.assets(None, Watch()),
        }

    def play(self, seed):
        """Plays a case; returns the call's name and what is wrong with its end, None for a sound one."""
        dice = random.Random(seed)
        calls = self.calls()
        name = dice.choice(sorted(calls))
        # The sign-in's answers come first; those behind them are what the call is about.
        wrong = dice.choice((0, 1, 1, 1, 2, 2, 3))
        flaw, count = self._end(calls[name], dice, wrong)
        if flaw is None and count <= wrong:
            flaw, _ = self._end(calls[name], dice, count - 1)
        return name, flaw

    def _end(self, call, dice, wrong):
        """Makes a call of whose answers the one of that number is wrong; returns its flaw and the number of answers."""
        paths = []

        def change(method, path, status, body):
            paths.append(path)
            return mutated(dice, status, body) if len(paths) == wrong + 1 else (status, body)

        gateway = self.stage.open_gateway()
        self.relay.change = change
        try:
            flaw = _flaw(call(gateway), "value")
        except Up42Error as error:
            flaw = _flaw(error.detail, "detail")
        except Exception:
            flaw = traceback.format_exc(limit=-4)
        finally:
            self.relay.change = None
            gateway.close()
        return flaw, len(paths)


def _checked(check):
    """Runs a step of Check Connection as the use case does: a failure is a result."""
    try:
        return check.run()
    except Up42Error as error:
        return error.detail


def open_desks():
    """A desk for each generation."""
    return [Desk(Service.WORKFLOWS), Desk(Service.PLATFORM)]


def _flaw(value, place):
    """Returns what a value holds that nothing behind it can work with, None for a sound one."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return f"{place}: half a character"
        return f"{place}: a text of {len(value)}" if len(value) > 10_000_000 else None
    if value is None or isinstance(value, (bool, bytes, Enum)):
        return None
    if isinstance(value, (int, float)):
        return None if math.isfinite(value) and abs(value) <= LARGEST else f"{place}: {value!r}"
    if isinstance(value, datetime):
        return None if value.tzinfo is not None and 1950 <= value.year <= 2200 else f"{place}: {value}"
    if isinstance(value, Mapping):
        return _raw_flaw(value, place)
    if isinstance(value, (list, tuple)):
        return next((flaw for entry in value for flaw in [_flaw(entry, place)] if flaw), None)
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            read = _raw_flaw if field.name in RAW else _flaw
            flaw = read(getattr(value, field.name), f"{place}.{field.name}")
            if flaw:
                return flaw
        return None
    return f"{place}: {type(value).__name__}"


def _raw_flaw(value, place):
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
    except (ValueError, TypeError) as error:
        return f"{place}: {error}"
    return None
