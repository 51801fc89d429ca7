"""The cheapest set of scenes: it covers the area, costs no more than greedy choice, and is deterministic."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.scenes.cover import Candidate, CostBasis, cheapest_cover, costs_of
from up42_jobs.core.domain.scenes.scene import Scene


@st.composite
def candidates(draw, most=9, pieces=12):
    count = draw(st.integers(0, most))
    return [
        Candidate(f"s{number}", draw(st.integers(0, 50)), draw(st.integers(0, 2**pieces - 1)))
        for number in range(count)
    ]


def covered(some):
    pieces = 0
    for item in some:
        pieces |= item.pieces
    return pieces


def chosen(some):
    ids = cheapest_cover(some).ids
    return [item for item in some if item.id in ids]


def cost(some):
    return sum(item.cost for item in some)


def naive_cost(some):
    """The cost of repeatedly taking the scene that covers most of the open pieces."""
    open_pieces, total = covered(some), 0
    while open_pieces:
        best = max(some, key=lambda one: bin(one.pieces & open_pieces).count("1"))
        total += best.cost
        open_pieces &= ~best.pieces
    return total


@given(candidates())
def test_a_cover_shows_all_that_the_scenes_show_together_and_nothing_needless(some):
    taken = chosen(some)
    assert covered(taken) == covered(some)
    assert all(
        covered(item for item in taken if item is not other) != covered(some) or other.cost == 0 for other in taken
    )


@given(candidates())
def test_a_proven_cover_costs_as_little_as_any_set_that_covers_as_much(some):
    choice = cheapest_cover(some)
    assert choice.is_proven
    sets = [group for size in range(len(some) + 1) for group in combinations(some, size)]
    assert cost(chosen(some)) == min(cost(group) for group in sets if covered(group) == covered(some))


@given(candidates(most=40, pieces=60))
def test_a_cover_never_costs_more_than_the_naive_one(some):
    assert cost(chosen(some)) <= naive_cost(some)


@given(candidates(most=20, pieces=30).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_the_scenes_changes_nothing(pair):
    some, shuffled = pair
    assert cheapest_cover(some) == cheapest_cover(shuffled)


def test_prices_decide_then_the_number_of_scenes_then_clouds():
    scenes = [Scene(name, "", cloud_cover=cloud) for name, cloud in (("dear", 0.0), ("cheap", 100.0), ("clear", 1.0))]
    basis, costs = costs_of(scenes, {"dear": 101, "cheap": 50, "clear": 50})
    assert basis is CostBasis.PRICE
    assert costs["cheap"] + costs["clear"] < costs["dear"]
    assert costs["clear"] < costs["cheap"]
    _, costs = costs_of(scenes, {"dear": 100, "cheap": 50, "clear": 50})
    assert costs["dear"] < costs["cheap"] + costs["clear"]


def test_without_all_prices_the_fewest_scenes_are_best_and_unknown_clouds_count_as_the_worst():
    scenes = [Scene("a", "", cloud_cover=99.0), Scene("b", "", cloud_cover=0.0), Scene("c", "")]
    basis, costs = costs_of(scenes, {"a": 1, "b": None, "c": 1})
    assert basis is CostBasis.FEWEST
    assert costs["b"] < costs["a"] < costs["c"] < costs["a"] + costs["b"]
