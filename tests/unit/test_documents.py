"""The contributor documents name files, links and signals that exist: a newcomer follows them with go to definition."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_PATH = re.compile(r"`((?:core|ui|sandbox|tests|tools|docs)/[\w/.-]*)`")
_LINK = re.compile(r"\]\((?!https?://)([^)#]+)\)")
_SIGNAL = re.compile(r"^\| `(\w+)\.(\w+)` \|", re.M)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_links_that_a_document_names_exist(document):
    text = document.read_text(encoding="utf-8")
    missing = [name for name in _PATH.findall(text) if not (ROOT / name).exists()]
    missing += [name for name in _LINK.findall(text) if not (document.parent / name).exists()]
    assert missing == []


def test_signals_of_the_table_exist_in_their_classes():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "core/app").rglob("*.py")]
    listed = _SIGNAL.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert len(listed) > 10
    for name, signal in listed:
        assert any(
            re.search(rf"^class {name}\(", source, re.M) and re.search(rf"^    {signal} = pyqtSignal", source, re.M)
            for source in sources
        ), f"{name}.{signal}"
