"""JSON as people read it."""

from __future__ import annotations

import json
from typing import Any, Mapping


def indented(document: Mapping[str, Any]) -> str:
    """Returns a document indented, its letters as they are."""
    return json.dumps(document, indent=2, ensure_ascii=False)
