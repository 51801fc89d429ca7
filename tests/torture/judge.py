"""What became of a case: the journal of the client against the books of the service."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from up42_jobs.core.domain.journal import EntryState

# A signed-in value, or a signed link.
_SECRET_SHAPES = re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|[?&](X-Amz-)?[Ss]ignature=|Bearer [A-Za-z0-9]")


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
    """The service's books by job; a case's jobs are known by the beginning of their names."""

    def __init__(self, books):
        self.names = defaultdict(list)
        self.held = Counter()
        self.used = Counter()
        self.released = Counter()
        self.open = books["held"]
        for entry in books["entries"]:
            reference = entry["reference"]
            if entry["kind"] == "HOLD":
                self.held[reference] -= entry["credits"]
                match = re.match(r"Case (\d+) ", str(entry["details"].get("jobName") or ""))
                if match:
                    self.names[int(match[1])].append(reference)
            elif entry["kind"] == "CONSUMPTION":
                self.used[reference] -= entry["credits"]
            elif entry["kind"] == "RELEASE":
                self.released[reference] += entry["credits"]


def judge(seed, folder, entries, books, secrets):
    """The verdict of a case that has come to its end."""
    verdict = Verdict(seed)
    consents = _lines(folder / "consents.jsonl")
    jobs = books.names.get(seed, [])
    known = {one.job_id: one for one in entries if one.state is EntryState.CREATED}
    verdict.confirmed, verdict.on_server = len(consents), len(jobs)
    verdict.paid_twice = max(0, len(jobs) - 1)
    verdict.lost = sum(job not in known for job in jobs)
    consented = {consent["credits"] for consent in consents}
    for job in jobs:
        entry = known.get(job)
        is_agreed = books.held[job] in consented and (entry is None or entry.hold_credits == books.held[job])
        verdict.charged_without_hold += not is_agreed
    used = sum(one.credits_used or 0 for one in entries)
    still_open = [one.name for one in entries if one.is_open]
    verdict.sums_differ = int(used != sum(books.used[job] for job in jobs) or bool(still_open))
    verdict.secrets = sum(_has_secret(path, secrets) for path in folder.iterdir())
    log = folder / "log.txt"
    verdict.mistakes = log.read_text(encoding="utf-8").count("mistake of ours") if log.exists() else 0
    for name in ("paid_twice", "lost", "charged_without_hold", "secrets", "sums_differ", "mistakes"):
        if getattr(verdict, name):
            verdict.reasons.append(name)
    return verdict


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _has_secret(path, secrets):
    content = path.read_bytes()
    return bool(_SECRET_SHAPES.search(content)) or any(secret.encode() in content for secret in secrets)
