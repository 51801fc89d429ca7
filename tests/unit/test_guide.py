"""The user guide that the plugin carries: every link, anchor and picture exists, no page is older than its source."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from guide_sources import BUILT, SOURCES, digest, ordered_sources

from up42_jobs.core.domain.guide import FOLDER, GuidePage

PAGES = sorted(BUILT.glob("*.html"))
# What the guide may link to beyond itself; it loads nothing from there.
ELSEWHERE = ("https://up42.com",)
MAX_BYTES = 3 * 1024 * 1024


class Page(HTMLParser):
    """Collects what a page refers to, and what others may refer to in it."""

    def __init__(self, path):
        super().__init__()
        self.links, self.pictures, self.anchors, self.alone = [], [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "a":
            self.links.append(given["href"])
        elif tag == "img":
            self.pictures.append(given["src"])
            if len(given.get("alt", "")) < 10 or not given.get("width"):
                self.alone.append(given["src"])
        elif tag in ("script", "link", "iframe"):
            self.alone.append(tag)
        if "id" in given:
            self.anchors.add(given["id"])


def test_every_help_button_has_its_page():
    assert BUILT == FOLDER
    assert [page.value for page in GuidePage if not page.path.is_file()] == []
    assert {page.value for page in GuidePage} == {source.stem for source in SOURCES.glob("*.md")}


def test_the_pages_are_built_from_their_present_sources():
    # `make guide` builds them; they are committed, since the zip is made of what is committed.
    assert [page.stem for page in PAGES] == sorted(source.stem for source in ordered_sources())
    stale = [
        source.name
        for source in ordered_sources()
        if f'name="source" content="{digest(source)}"' not in (BUILT / f"{source.stem}.html").read_text("utf-8")
    ]
    assert stale == [], "run make guide"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_link_anchor_and_picture_of_a_page_exists(path):
    page = Page(path)
    missing = [name for name in page.pictures if not (BUILT / name).is_file()]
    for link in page.links:
        if link.startswith("https://"):
            assert link.startswith(ELSEWHERE)
            continue
        name, _, anchor = link.partition("#")
        target = BUILT / name if name else path
        if not target.is_file() or (anchor and anchor not in Page(target).anchors):
            missing.append(link)
    assert missing == []
    # Everybody gets a description of a picture, and nothing is loaded but pictures of the guide itself.
    assert page.alone == []


def test_the_index_leads_to_every_page():
    linked = {link for link in Page(BUILT / "index.html").links if not link.startswith("https://")}
    assert linked == {page.name for page in PAGES}


def test_the_guide_is_small_and_has_no_picture_too_many():
    files = [file for file in BUILT.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < MAX_BYTES
    shown = {name for path in PAGES for name in Page(path).pictures}
    kept = {f"pictures/{file.name}" for file in (BUILT / "pictures").iterdir()}
    assert kept == shown


@pytest.mark.parametrize("source", ordered_sources(), ids=lambda source: source.stem)
def test_a_source_reads_the_same_where_it_is_kept(source):
    """Hosts of repositories show the sources: their links and pictures exist there as well."""
    for target in re.findall(r"\]\((?!https?://)([^)#]+)[^)]*\)", source.read_text(encoding="utf-8")):
        assert (source.parent / target).exists(), target
