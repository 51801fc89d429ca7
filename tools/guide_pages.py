"""Builds the user guide: docs/guide/*.md as static pages in resources/guide/, which the plugin carries.

Runs in the environment of the development tools, which has the Markdown parser.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import List, Tuple

from guide_sources import BUILT, SOURCES, digest, ordered_sources
from markdown_it import MarkdownIt
from markdown_it.token import Token

STYLE = """
:root { color-scheme: light dark; --ink: #1c2329; --ground: #fff; --soft: #5a6670; --line: #d5dbe0; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaed; --ground: #15191d; --soft: #a3aeb8; --line: #37414a; --link: #7db8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
.page { display: flex; flex-wrap: wrap; max-width: 70rem; margin: 0 auto; padding: 1rem; gap: 2rem; }
nav { flex: 0 1 13rem; } nav ol { list-style: none; margin: 0; padding: 0; } nav li { padding: .2rem 0; }
nav [aria-current] { font-weight: 600; color: var(--ink); text-decoration: none; }
main { flex: 1 1 30rem; min-width: 0; max-width: 46rem; }
a { color: var(--link); } h1 { margin-top: 0; line-height: 1.25; } h2 { margin-top: 2.2rem; }
img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; }
img[width] { display: block; }
code { font-size: .9em; } pre { overflow-x: auto; padding: .8rem; border: 1px solid var(--line); border-radius: 4px; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--link); color: var(--soft); }
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="source" content="{digest}">
<title>{title} · UP42 Jobs</title>
<style>{style}</style>
</head>
<body>
<div class="page">
<nav aria-label="Guide"><ol>
{links}
</ol></nav>
<main>
{body}
</main>
</div>
</body>
</html>
"""


def main() -> int:
    """Writes every page and removes those that have no source."""
    sources = ordered_sources()
    parsed = [(source, *page_of(source)) for source in sources]
    titles = [(source.stem, title) for source, title, _ in parsed]
    BUILT.mkdir(parents=True, exist_ok=True)
    for old in BUILT.glob("*.html"):
        old.unlink()
    for source, title, body in parsed:
        text = PAGE.format(
            digest=digest(source), title=escape(title), style=STYLE, links=navigation(titles, source.stem), body=body
        )
        (BUILT / f"{source.stem}.html").write_text(text, encoding="utf-8")
    size = sum(file.stat().st_size for file in BUILT.rglob("*") if file.is_file())
    print(f"{len(sources)} pages, {size // 1024} KiB with pictures, in {BUILT.relative_to(SOURCES.parents[1])}")
    return 0


def page_of(source: Path) -> Tuple[str, str]:
    """Returns the title of a page and its body in HTML."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(source.read_text(encoding="utf-8"))
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(tokens[number + 1].content))
        for child in token.children or ():
            point_to_built(child)
    title = next(tokens[n + 1].content for n, token in enumerate(tokens) if token.tag == "h1")
    return title, parser.renderer.render(tokens, parser.options, {})


def point_to_built(token: Token) -> None:
    """Changes links to sources and pictures into those between built pages; pictures are twice their size."""
    if token.type == "link_open":
        page, mark, anchor = str(token.attrGet("href")).partition("#")
        if page.endswith(".md") and "/" not in page:
            token.attrSet("href", f"{page[: -len('.md')]}.html{mark}{anchor}")
    elif token.type == "image":
        picture = BUILT / "pictures" / Path(str(token.attrGet("src"))).name
        token.attrSet("src", f"pictures/{picture.name}")
        token.attrSet("width", str(width_of(picture) // 2))
        token.attrSet("loading", "lazy")


def width_of(picture: Path) -> int:
    """Returns the width of a PNG file: the first number of its first chunk."""
    return int.from_bytes(picture.read_bytes()[16:20], "big")


def anchor_of(heading: str) -> str:
    """Returns the anchor that GitHub gives a heading too."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def navigation(titles: List[Tuple[str, str]], current: str) -> str:
    """Returns the list of all pages, the current one marked."""
    return "\n".join(
        f'<li><a href="{name}.html"{" aria-current=page" if name == current else ""}>{escape(title)}</a></li>'
        for name, title in titles
    )


if __name__ == "__main__":
    sys.exit(main())
