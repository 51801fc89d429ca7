"""A test that ends its process fails alone: the run goes on with all others, and ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
CONFTEST = """
from support.file_scheduling import FileScheduling

def pytest_xdist_make_scheduler(config, log):
    return FileScheduling(config, log)
"""
CRASH = "    import os; os._exit(3)\n"
HANG = "    import time; time.sleep(3600)\n"


def write_tests(folder, name, count, crashes=(), crash=CRASH):
    """Writes a file of tests, some of which end their process."""
    bodies = [crash if number in crashes else "    pass\n" for number in range(count)]
    text = "".join(f"def test_{number}():\n{body}\n" for number, body in enumerate(bodies))
    (folder / f"test_{name}.py").write_text(text)


def run(folder, *options):
    """Runs the tests of a folder as tools/run_tests.sh runs those of the window; returns its output."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "pytest.ini").write_text("[pytest]\n")
    plugins = ["-p", "no:pytest_qgis", "-p", "no:pytest-qt", "-p", "no:cacheprovider"]
    together = ["--reruns", "1", "-n", "2", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", "-q", *plugins, *together, *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PYTHONPATH"] = str(TESTS)
    # A run that waits for ever is what this is about: without a bound the test would wait with it.
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    return done.stdout


def counts(output):
    """How many tests ended how, by the last line."""
    return {what: int(count) for count, what in re.findall(r"(\d+) (passed|failed|errors?)", output.splitlines()[-1])}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        # The process that crashes has finished files behind it: they came back without tests, and nobody asked on.
        ({"a": (6, [1]), "b": (2, []), "c": (2, []), "d": (2, []), "e": (2, [])}, {"failed": 1, "passed": 13}),
        # It crashes in the last file: what is left is one test, with which no process began.
        ({"a": (4, []), "b": (4, []), "c": (3, []), "d": (2, [0])}, {"failed": 1, "passed": 12}),
        # Both crash: one of their successors has not found its tests when the other has.
        ({"a": (4, [0]), "b": (4, [0]), "c": (1, []), "d": (1, []), "e": (1, [])}, {"failed": 2, "passed": 9}),
    ],
)
def test_all_others_are_run_once_and_the_run_ends(tmp_path, files, expected):
    for name, (count, crashes) in files.items():
        write_tests(tmp_path, name, count, crashes)
    assert counts(run(tmp_path)) == expected


def test_test_that_hangs_ends_its_process_and_no_other_test(tmp_path):
    for name in "abc":
        write_tests(tmp_path, name, 3, [1] if name == "b" else [], HANG)
    output = run(tmp_path, "-o", "faulthandler_timeout=10", "-o", "faulthandler_exit_on_timeout=true")
    assert counts(output) == {"failed": 1, "passed": 8}
    assert "crashed while running 'test_b.py::test_1'" in output


def test_run_whose_files_change_meanwhile_ends_with_an_error(tmp_path):
    """The process in the place of a crashed one finds other tests, and cannot be given any."""
    for name in "abc":
        write_tests(tmp_path, name, 3)
    change = "    from pathlib import Path; Path(__file__).with_name('test_d.py').write_text('def test_0(): pass')\n"
    write_tests(tmp_path, "b", 3, [1], change + CRASH)
    output = run(tmp_path)
    assert "found other tests than the processes before it" in output
