"""Scene images behind short-lived links, as in the catalog's items."""

from __future__ import annotations

from ...made_files import MadeFiles
from ...shared import SharedParts
from ...world.images import CORRUPT_IMAGE
from ...world.scenes import SandboxScene

PICTURES = ("quicklook", "thumbnail")


class LinkedPictures:
    """Gives signed links to pictures, which are named and declared as JPEGs in any format."""

    def __init__(self, shared: SharedParts) -> None:
        self._shared = shared
        self._files = MadeFiles(shared.folder)

    def link(self, scene: SandboxScene, name: str, is_corrupt: bool) -> str:
        """Returns a fresh link to a picture, one of `PICTURES`."""
        pattern = "corrupt" if is_corrupt else self._shared.options.quicklook_pattern
        file_name = f"{scene.id}-{name}-{pattern}.jpg"
        return self._shared.links.link(
            "pictures",
            file_name,
            lambda: self._files.made(file_name, lambda path: path.write_bytes(_picture(scene, name, pattern))),
            f"{name}.jpg",
        )


def _picture(scene: SandboxScene, name: str, pattern: str) -> bytes:
    from ...world.quicklooks import quicklook, thumbnail

    if pattern == "corrupt":
        return CORRUPT_IMAGE
    return (thumbnail(scene) if name == "thumbnail" else quicklook(scene, pattern))[0]
