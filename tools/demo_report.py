"""Writes the report of a demo run: one line and time per step, figures, pictures."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Callable, Dict, List

from qgis.PyQt.QtWidgets import QApplication


class Demo:
    """One run of the flow; every step is timed and told in one line."""

    def __init__(self, out: Path, generation: str) -> None:
        self.out = out
        self.generation = generation
        self.steps: List[Dict[str, Any]] = []
        self.report: Dict[str, Any] = {"steps": self.steps}

    def step(self, name: str, work: Callable[[], str]) -> None:
        """Runs one step; its text is what was seen. A failure ends the demo."""
        began = time.monotonic()
        try:
            seen = work()
        except Exception as error:
            self._note(name, began, False, f"{type(error).__name__}: {error}")
            raise
        self._note(name, began, True, seen)

    def _note(self, name: str, began: float, ok: bool, seen: str) -> None:
        seconds = round(time.monotonic() - began, 2)
        self.steps.append({"name": name, "seconds": seconds, "ok": ok})
        print(f"{'ok  ' if ok else 'FAIL'} {self.generation:<9} {name:<22} {seconds:6.2f} s  {seen}", flush=True)

    def picture(self, widget: Any, name: str) -> None:
        """Keeps what a widget looks like, beside the same picture of the other generation."""
        kind, _, rest = name.partition("-")
        # Texts that have just changed have their room only after this, as on a screen.
        QApplication.sendPostedEvents()
        widget.grab().save(str(self.out / f"{kind}-{self.generation}-{rest}"))
