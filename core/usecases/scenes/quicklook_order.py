"""In what order quicklooks are fetched; it may change while they are."""

from __future__ import annotations

import threading
from typing import Dict, Iterable, List, Optional, Sequence


class QuicklookOrder:
    """The scenes that still wait, in the order of the service; those that are preferred come before the rest."""

    def __init__(self, scene_ids: Sequence[str]) -> None:
        self._lock = threading.Lock()
        self._waiting: Dict[str, int] = {scene_id: number for number, scene_id in enumerate(scene_ids)}
        self._preferred: List[str] = []

    def prefer(self, scene_ids: Iterable[str]) -> None:
        """Puts scenes, in this order, before all others; replaces what was preferred before."""
        with self._lock:
            self._preferred = [scene_id for scene_id in scene_ids if scene_id in self._waiting]
            self._preferred.reverse()

    def take(self) -> Optional[int]:
        """Returns the number of the scene to fetch next, None when none waits."""
        with self._lock:
            while self._preferred:
                number = self._waiting.pop(self._preferred.pop(), None)
                if number is not None:
                    return number
            if not self._waiting:
                return None
            return self._waiting.pop(next(iter(self._waiting)))
