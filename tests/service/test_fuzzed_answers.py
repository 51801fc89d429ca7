"""Runs a few hundred cases of the fuzzer, and checks that it detects what it looks for.

`make fuzz` plays thousands. Every end of a call is a value that everything behind it can work with, or an error that
has a sentence.
"""

from __future__ import annotations

import pytest
from fuzz.cases import open_desks

from up42_jobs.core.domain import foreign

CASES = 150


@pytest.mark.parametrize("desk", open_desks(), ids=lambda desk: desk.service.value)
def test_every_end_is_a_sound_value_or_an_error_of_ours(desk):
    with desk:
        ends = {seed: desk.play(seed) for seed in range(CASES)}
    assert {seed: end for seed, end in ends.items() if end[1] is not None} == {}
    assert len({name for name, _ in ends.values()}) > 15


def test_fuzzer_sees_a_reader_without_bounds(monkeypatch):
    monkeypatch.setattr(foreign, "MAX_CREDITS", float("inf"))
    monkeypatch.setattr(foreign, "number_of", lambda value, *bounds: value)
    workflows, _ = open_desks()
    with workflows as desk:
        assert any(desk.play(seed)[1] for seed in range(CASES))
