"""Quicklooks: their names and their bytes."""

from __future__ import annotations

import hashlib

from ...http.routing import Response
from ...world.scenes import SandboxScene


def quicklook_name(scene: SandboxScene) -> str:
    """Returns the file name of a scene's quicklook: the feature id with .png, .jpeg or .jpg."""
    if scene.quicklook_format == "png":
        return f"{scene.id}.png"
    digest = hashlib.sha256(f"extension {scene.id}".encode()).digest()
    return f"{scene.id}{'.jpg' if digest[0] % 3 == 0 else '.jpeg'}"


def quicklook_response(scene: SandboxScene, pattern: str) -> Response:
    """Renders a quicklook; JPEGs carry the provider's unregistered media type."""
    from ...world.quicklooks import quicklook

    body, media_type = quicklook(scene, pattern)
    return Response(200, body, "image/jpg" if media_type == "image/jpeg" else media_type)
