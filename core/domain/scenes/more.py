"""How many scenes to ask for when the limit of a test query hid some."""

from __future__ import annotations

from typing import Optional

from .scene import SceneCollection

_AT_LEAST = 10


def larger_limit(collection: SceneCollection, limit: int, max_limit: Optional[int]) -> int:
    """Returns twice the limit, at least ten more, but no more than match or can be asked for; 0 if none are hidden.

    `max_limit` is the most that the service takes, None without one.
    """
    if collection.match_count is None:
        return 0
    if collection.is_counted and collection.match_count <= len(collection.scenes) + collection.unreadable_count:
        return 0
    larger = max(2 * limit, limit + _AT_LEAST)
    if collection.is_counted:
        larger = min(larger, collection.match_count)
    if max_limit is not None:
        larger = min(larger, max_limit)
    return larger if larger > limit else 0
