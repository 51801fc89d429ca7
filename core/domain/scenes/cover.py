"""The cheapest set of scenes that covers an area: set cover over pieces of the area by branch and bound.

QGIS does not ship a solver of integer programs (scipy) on every system.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from .scene import Scene

# Pieces examined before the best set so far is accepted without proof that it is the best; about a second.
SEARCHED_PIECES = 2_000_000


class CostBasis(Enum):
    """The measure by which sets of scenes are compared."""

    PRICE = "price"
    FEWEST = "fewest"


@dataclass(frozen=True)
class Candidate:
    """A scene to choose from: its cost, and the pieces of the area that it covers as the bits of a number."""

    id: str
    cost: int
    pieces: int


@dataclass(frozen=True)
class CoverChoice:
    """The chosen scenes; `is_proven` if no other set covers as much at a lower cost."""

    ids: Tuple[str, ...]
    is_proven: bool


@dataclass(frozen=True)
class Cover:
    """A chosen set of scenes and its cover of the area.

    `share` (0 to 1) of the area is covered, `open_km2` are not. `credits` is the sum of the prices, None if not all
    are known; then the set has the fewest scenes. `is_least` if no set costs less and covers as much.
    """

    ids: Tuple[str, ...]
    basis: CostBasis
    is_least: bool
    share: float
    open_km2: float
    credits: Optional[int] = None


def costs_of(scenes: Sequence[Scene], prices: Mapping[str, Optional[int]]) -> Tuple[CostBasis, Dict[str, int]]:
    """Returns the cost of each scene for comparing sets, and its basis.

    If every price is known, the sum of prices decides, then the number of scenes, then their cloud cover; otherwise
    the number of scenes, then their cloud cover. An unknown cloud cover counts as 100 %.
    """
    clouds = {scene.id: round(10 * (100.0 if scene.cloud_cover is None else scene.cloud_cover)) for scene in scenes}
    # One scene outweighs all clouds, and one credit all scenes and clouds, so that one sum keeps the priorities.
    one_scene = 1001 * (len(scenes) + 1)
    one_credit = (one_scene + 1001) * (len(scenes) + 1)
    if scenes and all(prices.get(scene.id) is not None for scene in scenes):
        return CostBasis.PRICE, {
            scene.id: (prices[scene.id] or 0) * one_credit + one_scene + clouds[scene.id] for scene in scenes
        }
    return CostBasis.FEWEST, {scene.id: one_scene + clouds[scene.id] for scene in scenes}


def cheapest_cover(candidates: Sequence[Candidate]) -> CoverChoice:
    """Returns a set that covers every piece that all candidates together cover.

    The result does not depend on the order of the candidates. It never costs more than repeatedly taking the scene
    that covers most of the open pieces, or the scene with the lowest cost per open piece. No scene of the set can be
    left out, and with `is_proven` no set is cheaper. Pure.
    """
    useful = _without_dominated(candidates)
    starts = [_without_needless(_greedy(useful, weigh)) for weigh in (_cost_per_piece, _open_pieces)]
    first = min(starts, key=lambda taken: sum(item.cost for item in taken))
    search = _Search(useful, first)
    search.run()
    return CoverChoice(tuple(sorted(item.id for item in search.best)), search.is_complete)


def _without_dominated(candidates: Sequence[Candidate]) -> List[Candidate]:
    """Drops every candidate that another one can replace at no higher cost; cheapest first."""
    kept: List[Candidate] = []
    for candidate in sorted(candidates, key=lambda item: (item.cost, -bin(item.pieces).count("1"), item.id)):
        if candidate.pieces and not any(candidate.pieces | other.pieces == other.pieces for other in kept):
            kept.append(candidate)
    return kept


def _cost_per_piece(candidate: Candidate, open_pieces: int) -> float:
    return candidate.cost / bin(candidate.pieces & open_pieces).count("1")


def _open_pieces(candidate: Candidate, open_pieces: int) -> float:
    return -float(bin(candidate.pieces & open_pieces).count("1"))


def _greedy(candidates: Sequence[Candidate], weigh: Callable[[Candidate, int], float]) -> List[Candidate]:
    """Repeatedly takes the scene of least weight that covers an open piece."""
    open_pieces = 0
    for candidate in candidates:
        open_pieces |= candidate.pieces
    taken: List[Candidate] = []
    while open_pieces:
        useful = [candidate for candidate in candidates if candidate.pieces & open_pieces]
        weights = [(weigh(item, open_pieces), item.id) for item in useful]
        best = useful[weights.index(min(weights))]
        taken.append(best)
        open_pieces &= ~best.pieces
    return taken


def _without_needless(taken: Sequence[Candidate]) -> List[Candidate]:
    """Removes scenes whose pieces the others cover too, the most expensive first."""
    kept = list(taken)
    for item in sorted(taken, key=lambda candidate: (-candidate.cost, candidate.id)):
        others = 0
        for other in kept:
            if other is not item:
                others |= other.pieces
        if item.pieces | others == others:
            kept.remove(item)
    return kept


class _Search:
    """Branch and bound: the open piece that the fewest scenes cover must be covered by one of them."""

    def __init__(self, candidates: Sequence[Candidate], first: List[Candidate]) -> None:
        self.best = first
        self.is_complete = False
        self._best_cost = sum(item.cost for item in first)
        self._all = 0
        for candidate in candidates:
            self._all |= candidate.pieces
        self._coverers = _coverers(candidates, self._all)
        self._left = SEARCHED_PIECES

    def run(self) -> None:
        """Examines sets until none is left or the limit is reached."""
        self._branch([], 0, 0, set())
        self.is_complete = self._left > 0

    def _branch(self, taken: List[Candidate], cost: int, covered: int, refused: Set[str]) -> None:
        if self._left <= 0 or cost >= self._best_cost:
            return
        if covered == self._all:
            self.best, self._best_cost = list(taken), cost
            return
        choices = self._choices(covered, refused)
        tried: Set[str] = set()
        for choice in choices:
            self._branch([*taken, choice], cost + choice.cost, covered | choice.pieces, refused | tried)
            # Sets with this choice are done; they need not be tried again together with the next one.
            tried.add(choice.id)

    def _choices(self, covered: int, refused: Set[str]) -> List[Candidate]:
        fewest: Optional[List[Candidate]] = None
        for piece, coverers in self._coverers:
            self._left -= 1
            if covered & piece:
                continue
            allowed = [coverer for coverer in coverers if coverer.id not in refused]
            if fewest is None or len(allowed) < len(fewest):
                fewest = allowed
            if len(fewest) <= 1:
                break
        return fewest or []


def _coverers(candidates: Sequence[Candidate], pieces: int) -> List[Tuple[int, List[Candidate]]]:
    """Returns each piece with the candidates that cover it, the piece with the fewest first."""
    found = []
    piece = 1
    while piece <= pieces:
        if pieces & piece:
            found.append((piece, [candidate for candidate in candidates if candidate.pieces & piece]))
        piece <<= 1
    return sorted(found, key=lambda pair: len(pair[1]))
