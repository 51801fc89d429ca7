"""The host whose catalog has a scene: one per collection, or two in the strict variant."""

from __future__ import annotations

from typing import Dict, Tuple

from ...options import Options
from ...variants import CATALOG, STAC_STRICT
from ...world.scenes import SandboxScene
from ..glossary.products import Collection, Glossary, Provider

# The collections that a second host has a share of.
_SECOND: Dict[str, Provider] = {
    "phr": Provider("oneatlas-archive", "OneAtlas Archive", "The other archive of Airbus", ("HOST",)),
}


def providers_of(collection: Collection, options: Options) -> Tuple[Provider, ...]:
    """Returns who hosts and produces a collection; a second host comes first."""
    second = _SECOND.get(collection.name) if options.is_variant(CATALOG, STAC_STRICT) else None
    return collection.providers if second is None else (second, *collection.providers)


def host_of(scene: SandboxScene, options: Options) -> str:
    """Returns the name of the host that has a scene; two hosts of a collection share its scenes between them."""
    second = _SECOND.get(scene.sensor.key) if options.is_variant(CATALOG, STAC_STRICT) else None
    # The last sign of an id is that of a hash.
    return scene.sensor.host if second is None or ord(scene.id[-1]) % 2 else second.name


def archives_of(host: str, glossary: Glossary, options: Options) -> Tuple[Collection, ...]:
    """Returns the archives that a host can be searched for; empty for an unknown host."""
    return tuple(
        each
        for each in glossary.collections
        if each.sensor is not None
        and any(item.name == host and "HOST" in item.roles for item in providers_of(each, options))
    )
