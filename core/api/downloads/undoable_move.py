"""Moves extracted files into place, and restores the previous files if that fails."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from ...domain.outputs.delivery import Placement

Parts = Tuple[str, ...]

_REPLACED = ".replaced"


class UndoableMove:
    """One move of files from `staging` into `folder`, or into a new folder inside it if a name is taken.

    A context manager that undoes `run` after an error: replaced files are restored, new files and folders removed.
    """

    def __init__(self, staging: Path, folder: Path, files: Sequence[Parts], placement: Placement) -> None:
        self._staging = staging
        self._files = files
        self._placement = placement
        self.base = self._free_base(folder)
        self._moved: List[Tuple[Path, Path]] = []
        self._made: List[Path] = []

    def __enter__(self) -> UndoableMove:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if error is None:
            return
        for target, backup in reversed(self._moved):
            with contextlib.suppress(OSError):
                if backup.exists():
                    os.replace(backup, target)
                else:
                    target.unlink()
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def run(self) -> None:
        """Moves the wanted files; raises OSError."""
        targets = {parts: self.base.joinpath(*parts) for parts in self._files}
        wanted = {parts: target for parts, target in targets.items() if self._placement.is_wanted(target)}
        self._placement.claim(list(wanted.values()))
        self._make_folders()
        replaced = self._staging / _REPLACED
        replaced.mkdir()
        for number, (parts, target) in enumerate(wanted.items()):
            backup = replaced / str(number)
            if os.path.lexists(target):
                os.replace(target, backup)
            # Recorded before the move: an interruption in between would lose the previous file.
            self._moved.append((target, backup))
            os.replace(self._staging.joinpath(*parts), target)

    def _free_base(self, folder: Path) -> Path:
        bases: Dict[int, Path] = {0: folder, 1: folder / self._placement.elsewhere}
        number = 0
        while True:
            base = bases.get(number) or folder / f"{self._placement.elsewhere}-{number}"
            if not self._is_taken(base):
                return base
            number += 1

    def _is_taken(self, base: Path) -> bool:
        """Returns whether something that is not ours blocks the path of one of the files.

        A symbolic link counts as such: nothing of ours belongs where it leads.
        """
        checked = {base}
        if base.is_symlink() and base != self._staging.parent:
            return True
        for parts in self._files:
            target = base.joinpath(*parts)
            if os.path.lexists(target) and (target.is_dir() or not self._placement.is_own(target)):
                return True
            for length in range(1, len(parts)):
                folder = base.joinpath(*parts[:length])
                if folder in checked:
                    continue
                checked.add(folder)
                if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                    return True
        return False

    def _make_folders(self) -> None:
        self._make(self.base)
        for root, folders, _ in os.walk(self._staging):
            within = Path(root).relative_to(self._staging)
            for folder in folders:
                self._make(self.base / within / folder)

    def _make(self, folder: Path) -> None:
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            self._made.append(folder)
