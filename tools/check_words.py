"""Finds words that the rules for English in CONTRIBUTING.md replace; prints each place and exits with 1 if any."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Tuple

ROOT = Path(__file__).resolve().parents[1]
WORDS = {
    r"\banew\b": "again, new",
    r"\bwhence\b": "where from",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\b(?:who|what|which|where)(?:so)?ever\b(?! the\b)": "anyone who, all that, any",
    r"\bfor want of\b": "without",
    r"\bby (?:itself|themselves)\b": "automatically",
    r"\b(?:is|are|was|were|be|been) told\b": "is reported, is shown",
    r"\b(?:tells|telling) (?:of|what|which|where|whether|how|when|it|them|people)\b": "returns, reports, shows",
    r"\bis held for\b": "is taken for, counts as",
    r"\bfor one in\b": "for layer in layers: the name of the thing",
    r"\b_?(?:MOST|LONGEST|LARGEST|LEAST|HIGHEST)_[A-Z]": "MAX_, MIN_",
    r"\b(?:people|person)\b(?! tokens)": "user, users",
    r"\bletter by letter\b": "verbatim",
}
# The rules themselves, and this list.
EXEMPT = ("CONTRIBUTING.md", "tools/check_words.py", "LICENSE")


def findings(root: Path) -> Iterator[Tuple[str, int, str, str]]:
    """Yields file, line number, word and what replaces it, for all files that git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.md", "*.sh", "Makefile"], cwd=root, check=True, capture_output=True, text=True
    )
    patterns = [(re.compile(pattern), better) for pattern, better in WORDS.items()]
    for name in listed.stdout.splitlines():
        if name in EXEMPT:
            continue
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
            for pattern, better in patterns:
                found = pattern.search(line)
                if found is not None:
                    yield name, number, found.group(0), better


def main() -> int:
    """Prints all findings."""
    found = list(findings(ROOT))
    for name, number, word, better in found:
        print(f"{name}:{number}: {word!r}: write {better!r}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
