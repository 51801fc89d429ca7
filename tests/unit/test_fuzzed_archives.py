"""Some hundred archives of the fuzzer in every run, and that it sees what it is looking for.

`make fuzz` plays thousands. An archive is unpacked right, or refused in words with nothing left of it.
"""

from __future__ import annotations

import pytest
from fuzz.archives import ArchiveDesk

from up42_jobs.core.api.downloads import archives

CASES = 600


def test_every_archive_is_unpacked_right_or_refused_without_a_trace():
    with ArchiveDesk() as desk:
        ends = {seed: desk.play(seed) for seed in range(CASES)}
    assert {seed: end for seed, end in ends.items() if end[1] is not None} == {}
    assert len({name for name, _ in ends.values()}) == 7


def test_fuzzer_sees_a_border_that_lets_errors_through(monkeypatch):
    monkeypatch.setattr(archives, "_LIBRARY_ERRORS", ())
    with ArchiveDesk() as desk:
        assert any(desk.play(seed)[1] for seed in range(CASES))


@pytest.mark.parametrize("seed", [0, 7, 99])
def test_same_seed_makes_the_same_archive(seed):
    from random import Random

    from fuzz.archives import archive

    assert archive(Random(seed)) == archive(Random(seed))
