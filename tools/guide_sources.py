"""The sources of the user guide, in the order in which they are read, and the mark that ties a page to its source."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import List

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "docs" / "guide"
BUILT = ROOT / "resources" / "guide"
_LINK = re.compile(r"\]\(([\w-]+)\.md\)")


def ordered_sources() -> List[Path]:
    """Returns index.md, then the pages in the order in which it links to them, then all others."""
    index = SOURCES / "index.md"
    named = [SOURCES / f"{name}.md" for name in _LINK.findall(index.read_text(encoding="utf-8"))]
    return list(dict.fromkeys([index, *named, *sorted(SOURCES.glob("*.md"))]))


def digest(source: Path) -> str:
    """Returns what changes with the text of a source, or with what builds its page."""
    # Eight digits: scanners of the plugin store take more for a secret.
    texts = [path.read_text(encoding="utf-8") for path in (source, ROOT / "tools" / "guide_pages.py")]
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()[:8]
