"""Hypothesis strategies for unexpected JSON values from a service."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = [
    float("nan"), float("inf"), -float("inf"), 1e18, -1e18, 10**30, 10**400, True, False, None, "", "nan", "²", "1e999",
    "x" * 100_000, [], {}, [1], {"a": 1}, "\ud800", "\x00", b"bytes",
]  # fmt: skip
ANYTHING = st.sampled_from(HOSTILE) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
