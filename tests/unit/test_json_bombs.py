"""A document made to exhaust memory is refused, or read with at most 300 MB more memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")

TOOLS = Path(__file__).resolve().parents[2] / "tools"
MB = 1024 * 1024
# As Python says it: each is made in the process that reads it.
BOMBS = {
    "bytes": "b'[\"' + b'x' * (64 * MB) + b'\"]'",
    "a text": "b'[\"' + b'x' * (31 * MB) + b'\"]'",
    "numbers": "b'[' + b'1.25,' * (6 * MB) + b'1]'",
    "lists": "b'[' + b'[],' * 249_000 + b'1]'",
    "objects": "b'[' + b','.join(b'{\"k%d\":\"v%d\"}' % (n, n) for n in range(249_000)) + b']'",
    "deep pieces": "b'[' + b','.join([b'[' * 63 + b']' * 63] * 7_800) + b']'",
    "escapes": "b'[\"' + b'\\\\ud800' * (5 * MB) + b'\"]'",
    "backslashes": "b'[\"' + b'\\\\\\\\' * (15 * MB) + b'\"]'",
    "an open text": "b'[\"' + b'\\\\\"' * (15 * MB)",
    "brackets": "b'[' * (31 * MB)",
    "quotes": "b'\"' * (31 * MB)",
    "digits": "b'[' + b'9' * (31 * MB) + b']'",
}
CHILD = """
import resource, sys
sys.path.insert(0, {tools!r})
from package_path import register_package
register_package()
from up42_jobs.core.domain.json_text import JsonError, parse_json
MB = 1024 * 1024
content = {bomb}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    parse_json(content)
except JsonError:
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("name", list(BOMBS))
def test_no_document_takes_the_memory_of_the_computer(name):
    child = CHILD.format(tools=str(TOOLS), bomb=BOMBS[name])
    done = subprocess.run([sys.executable, "-c", child], stdout=subprocess.PIPE, text=True, timeout=300, check=True)
    assert int(done.stdout) < 300
