"""Checks a zip by the rules of the plugin store: layout, names, size, metadata."""

from __future__ import annotations

import configparser
import re
import sys
import zipfile
from pathlib import Path
from typing import List

PACKAGE = "up42_jobs"
MAX_BYTES = 25 * 1024 * 1024
NEEDED_FILES = ("metadata.txt", "__init__.py", "LICENSE")
NEEDED_KEYS = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
    "homepage",
)
_FORBIDDEN = re.compile(r"\.pyc$|__pycache__|__MACOSX|\\|\.\.|^[A-Za-z]:|/\.|/(tests|tools|docs)/|/test_[^/]*\.py$")


def problems_of(archive: Path) -> List[str]:
    """Returns one sentence per broken rule; empty for a zip that the store accepts."""
    problems: List[str] = []
    if archive.stat().st_size > MAX_BYTES:
        problems.append(f"{archive.stat().st_size} bytes are more than the store accepts")
    with zipfile.ZipFile(archive) as package:
        names = package.namelist()
        if names[0] != f"{PACKAGE}/":
            problems.append(f"the first entry is {names[0]}")
        problems += [f"outside the folder: {name}" for name in names if not name.startswith(f"{PACKAGE}/")]
        problems += [f"may not be shipped: {name}" for name in names if _FORBIDDEN.search(name)]
        problems += [f"missing: {name}" for name in NEEDED_FILES if f"{PACKAGE}/{name}" not in names]
        for info in package.infolist():
            if not info.is_dir() and (info.external_attr >> 16) & 0o111:
                problems.append(f"executable: {info.filename}")
        if f"{PACKAGE}/metadata.txt" in names:
            problems += _metadata_problems(package.read(f"{PACKAGE}/metadata.txt").decode("utf-8"))
    return problems


def _metadata_problems(text: str) -> List[str]:
    # The store reads with interpolation: a lone percent sign breaks the upload.
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    try:
        values = dict(parser.items("general"))
    except configparser.Error as error:
        return [f"metadata.txt: {error}"]
    problems = [f"metadata.txt lacks {key}" for key in NEEDED_KEYS if not values.get(key)]
    if not re.fullmatch(r"\d+\.\d+\.\d+", values.get("version", "")):
        problems.append("the version is not three numbers")
    if "/" in values.get("author", ""):
        problems.append("the author has a slash")
    return problems


if __name__ == "__main__":
    found = problems_of(Path(sys.argv[1]))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
