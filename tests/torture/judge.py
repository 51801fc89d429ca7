"""Compares the client's journal with the service's ledger after a case."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from up42_jobs.core.domain.jobs.journal import EntryState

# A signed-in value, or a signed link.
_SECRET_SHAPES = re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|[?&](X-Amz-)?[Ss]ignature=|Bearer [A-Za-z0-9]")

# The name that `unique_name` makes for a case, and behind it the number of an order.
_NAME = re.compile(r"(Case (\d+) \S+ \S+ [0-9a-f]{8})(?: \d+/\d+)?$")


@dataclass
class Verdict:
    """The figures of one case; all but the first three should be zero."""

    seed: int
    confirmed: int = 0
    on_server: int = 0
    paid_twice: int = 0
    lost: int = 0
    charged_without_hold: int = 0
    secrets: int = 0
    sums_differ: int = 0
    mistakes: int = 0
    reasons: list = field(default_factory=list)

    @property
    def is_good(self):
        """Tells whether nothing went wrong."""
        return not self.reasons


class Books:
    """The service's books by the name of the job; a case's jobs are known by the beginning of their names.

    A job of several orders has a hold an order, told apart by what stands behind the job's name.
    """

    def __init__(self, books):
        self.jobs = defaultdict(set)
        self.orders = defaultdict(list)
        self.held = Counter()
        self.used = Counter()
        by_reference = {}
        for entry in books["entries"]:
            if entry["kind"] == "HOLD":
                details = entry["details"]
                match = _NAME.match(str(details.get("jobName") or details.get("orderName") or ""))
                if match is None:
                    continue
                name = by_reference[entry["reference"]] = match[1]
                self.jobs[int(match[2])].add(name)
                self.orders[name].append(match[0])
                self.held[name] -= entry["credits"]
            elif entry["kind"] == "CONSUMPTION" and entry["reference"] in by_reference:
                self.used[by_reference[entry["reference"]]] -= entry["credits"]


def judge(seed, folder, entries, books, secrets):
    """The verdict of a case that has come to its end."""
    verdict = Verdict(seed)
    consents = _lines(folder / "consents.jsonl")
    jobs = books.jobs.get(seed, set())
    known = {entry.name: entry for entry in entries if entry.state is EntryState.CREATED and entry.job_id}
    verdict.confirmed, verdict.on_server = len(consents), len(jobs)
    # Who wants one job must not have two of them, nor one order of it twice.
    repeated = sum(len(books.orders[name]) - len(set(books.orders[name])) for name in jobs)
    verdict.paid_twice = max(0, len(jobs) - 1) + repeated
    verdict.lost = sum(name not in known for name in jobs)
    consented = {consent["credits"] for consent in consents}
    for name in jobs:
        agreed = known[name].hold_credits if name in known else max(consented, default=0)
        verdict.charged_without_hold += not (agreed in consented and books.held[name] <= agreed)
    used = sum(entry.credits_used or 0 for entry in entries)
    still_open = [entry.name for entry in entries if entry.is_open]
    verdict.sums_differ = int(used != sum(books.used[name] for name in jobs) or bool(still_open))
    verdict.secrets = sum(_has_secret(path, secrets) for path in folder.iterdir())
    log = folder / "log.txt"
    verdict.mistakes = log.read_text(encoding="utf-8").count("mistake of ours") if log.exists() else 0
    for figure in ("paid_twice", "lost", "charged_without_hold", "secrets", "sums_differ", "mistakes"):
        if getattr(verdict, figure):
            verdict.reasons.append(figure)
    return verdict


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _has_secret(path, secrets):
    content = path.read_bytes()
    return bool(_SECRET_SHAPES.search(content)) or any(secret.encode() in content for secret in secrets)
