"""The pages of the user guide, and where the package keeps them."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "guide"


class GuidePage(Enum):
    """A page, by the name of its file without the ending."""

    INDEX = "index"
    INSTALL = "install"
    FIRST_JOB = "first-job"
    AREA = "area"
    TEST_QUERY = "test-query"
    LOOKING = "looking"
    ORDERING = "ordering"
    OUTPUTS = "outputs"
    JOBS = "jobs"
    STORAGE = "storage"
    CAPS = "caps"
    PROCESSING = "processing"
    MANY_AREAS = "many-areas"
    TROUBLESHOOTING = "troubleshooting"
    PRIVACY = "privacy"

    @property
    def path(self) -> Path:
        """Returns the page's file."""
        return FOLDER / f"{self.value}.html"
