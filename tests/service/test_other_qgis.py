"""The folder in which tests run on another QGIS has the checkout, without the environments of this machine's Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "debian_folder.sh"
# Mounts of a namespace of its own end with it in any case. Shared ones, as systemd makes them, show in their
# source what is mounted in their copy.
MOUNT = r"""
set -eu
mount --bind "$PLACE" "$PLACE"
mount --make-shared "$PLACE"
root=$PLACE/root checkout=$PLACE/checkout variable=NONE
. "$SCRIPT"
mount_all
for folder in "$root$checkout" "$root$checkout/.venv" "$root$checkout/.venv-sdk" \
    "$checkout/.venv" "$checkout/.venv-sdk" "$PLACE/elsewhere"; do
    echo $(ls -A "$folder")
done
unmount_all
echo $(ls -A "$root$checkout")
"""


def test_other_qgis_sees_no_environment_of_this_machine_and_takes_none_away(tmp_path):
    """Their Python is another one inside, without their packages: a test that uses one where it exists would fail."""
    namespace = ["unshare", "--mount"]
    if shutil.which("unshare") is None or os.geteuid() != 0 or subprocess.run([*namespace, "true"]).returncode != 0:
        pytest.skip("mounting needs root and a mount namespace")
    (tmp_path / "root").mkdir()
    for folder in ("core", ".venv", ".venv-sdk"):
        (tmp_path / "checkout" / folder / "bin").mkdir(parents=True)
    (tmp_path / "elsewhere" / "bin").mkdir(parents=True)
    (tmp_path / "checkout" / ".venv-linked").symlink_to(tmp_path / "elsewhere")
    environment = {**os.environ, "PLACE": str(tmp_path), "SCRIPT": str(SCRIPT)}
    done = subprocess.run(
        [*namespace, "bash", "-c", MOUNT], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [".venv .venv-linked .venv-sdk core", "", "", "bin", "bin", "bin", ""]
