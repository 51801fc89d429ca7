"""Plausible variants of the real service: their names, at most one per group at a time."""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, Mapping, Tuple

CATALOG, FORMS, PLAN, SIGN_IN, LIMITS = "catalog", "forms", "plan", "sign-in", "limits"
STAC_FRIENDLY, STAC_STRICT, STAC_BROKEN, STAC_EMPTY, HOST_ONLY = (
    "stac-friendly",
    "stac-strict",
    "stac-broken",
    "stac-empty",
    "host-only",
)
ENUM, CONST_TITLE = "enum", "const-title"
ENTERPRISE, BASIC, FLAKY_BALANCE = "enterprise", "basic", "flaky-balance"
OPEN, SCOPED = "open", "scoped"
NONE, LIMITED, SLOW_LISTING = "none", "limited", "slow-listing"

# The first of each group is the default.
GROUPS: Dict[str, Tuple[str, ...]] = {
    CATALOG: (STAC_FRIENDLY, STAC_STRICT, STAC_BROKEN, STAC_EMPTY, HOST_ONLY),
    FORMS: (ENUM, CONST_TITLE),
    PLAN: (ENTERPRISE, BASIC, FLAKY_BALANCE),
    SIGN_IN: (OPEN, SCOPED),
    LIMITS: (NONE, LIMITED, SLOW_LISTING),
}


@lru_cache(maxsize=64)
def chosen_variants(text: str) -> Mapping[str, str]:
    """Returns the variant of each group that a comma-joined list names, the default where it names none.

    ValueError for an unknown name and for two of one group.
    """
    group_of = {name: group for group, names in GROUPS.items() for name in names}
    chosen: Dict[str, str] = {}
    for name in filter(None, (part.strip() for part in text.split(","))):
        if name not in group_of:
            raise ValueError(f"unknown variant {name}; known are {', '.join(group_of)}")
        if chosen.setdefault(group_of[name], name) != name:
            raise ValueError(f"{chosen[group_of[name]]} and {name} exclude each other")
    return {group: chosen.get(group, names[0]) for group, names in GROUPS.items()}
