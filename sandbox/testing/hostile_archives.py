"""Archives that no client may unpack, as an attacker would pack them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Callable, Dict, List

HOSTILE_BYTES = b"not what you wanted"


def hostile_archive(archive: Path, kind: str) -> Path:
    """Writes an archive with one member that no client may unpack; `kind` is one of HOSTILE_KINDS.

    A gzipped tar, but for the kinds that begin with `zip_`.
    """
    if kind in _HOSTILE_ZIPS:
        with zipfile.ZipFile(archive, "w") as packed:
            packed.writestr("output/data.json", HOSTILE_BYTES)
            packed.writestr(_HOSTILE_ZIPS[kind], HOSTILE_BYTES)
        return archive
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
        for member in _HOSTILE_TARS[kind]():
            content = b"" if member.type != tarfile.REGTYPE else HOSTILE_BYTES
            if kind == "bomb":
                content = bytes(64 << 20)
            if member.type == tarfile.REGTYPE:
                member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return archive


def _file(name: str) -> tarfile.TarInfo:
    return tarfile.TarInfo(name)


def _special(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type = kind
    member.linkname = link
    return member


def _harmless() -> tarfile.TarInfo:
    return _file("output/data.json")


_HOSTILE_ZIPS = {"zip_dotdot": "output/../../evil.tif", "zip_absolute": "/output/evil.tif"}
_HOSTILE_TARS: Dict[str, Callable[[], List[tarfile.TarInfo]]] = {
    "absolute": lambda: [_harmless(), _file("/output/evil.tif")],
    "dotdot": lambda: [_harmless(), _file("output/../../evil.tif")],
    "symlink": lambda: [_harmless(), _special("output/evil.tif", tarfile.SYMTYPE, "/etc/hosts")],
    "hardlink": lambda: [_harmless(), _special("output/evil.tif", tarfile.LNKTYPE, "../../etc/hosts")],
    "device": lambda: [_harmless(), _special("output/evil.tif", tarfile.CHRTYPE)],
    "newline": lambda: [_harmless(), _file("output/evil\n.tif")],
    "reserved_windows_name": lambda: [_harmless(), _file("output/CON.tif")],
    "case_collision": lambda: [_harmless(), _file("output/Scene.tif"), _file("output/scene.TIF")],
    "duplicate": lambda: [_harmless(), _file("output/scene.tif"), _file("output/scene.tif")],
    "too_many": lambda: [_file(f"output/{number}.txt") for number in range(60_000)],
    "bomb": lambda: [_file(f"output/{number}.bin") for number in range(40)],
}
HOSTILE_KINDS = (*_HOSTILE_TARS, *_HOSTILE_ZIPS)
