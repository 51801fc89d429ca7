"""The limits of a project, which its owner can change within a range."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Tuple

from ...access import named_id
from ...clock import Clock, iso
from ...http.routing import HttpRefusal
from ...options import Options

AREA = "JOB_QUERY_MAX_AOI_SIZE"
CONCURRENT_JOBS = "MAX_CONCURRENT_JOBS"
SCENES = "JOB_QUERY_LIMIT_PARAMETER_MAX_VALUE"


@dataclass
class Setting:
    """One limit with the range that it may be set to."""

    name: str
    value: int
    minimum: int
    maximum: int
    created: str
    updated: str

    def as_json(self) -> Dict[str, Any]:
        """Returns the setting as the service does: its value is text."""
        id = named_id("setting", self.name)
        return {
            "id": id,
            "displayId": id[:8],
            "createdAt": self.created,
            "updatedAt": self.updated,
            "name": self.name,
            "value": str(self.value),
            "range": {"min": self.minimum, "max": self.maximum},
        }


class ProjectSettings:
    """The project's limits. Safe for threads."""

    def __init__(self, options: Options, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        created = iso(clock.now())
        ranges: Tuple[Tuple[str, int, int], ...] = (
            (AREA, options.max_aoi_km2, 1000),
            (CONCURRENT_JOBS, options.max_concurrent_jobs, 10),
            (SCENES, options.max_scenes, 20),
        )
        self._settings = {
            name: Setting(name, value, 1, max(value, maximum), created, created) for name, value, maximum in ranges
        }

    def value(self, name: str) -> int:
        """Returns one limit."""
        return self._settings[name].value

    def as_json(self) -> List[Dict[str, Any]]:
        """Returns all limits."""
        return [setting.as_json() for setting in self._settings.values()]

    def update(self, body: Any) -> None:
        """Sets limits from `[{"name", "value"}]` or `{"settings": {name: value}}`; all of them or, refused,
        none.
        """
        wanted = _pairs(body)
        with self._lock:
            checked: Dict[str, int] = {}
            for index, (name, value) in enumerate(wanted):
                checked[name] = self._checked(index, name, value)
            for name, number in checked.items():
                setting = self._settings[name]
                setting.value, setting.updated = number, iso(self._clock.now())

    def _checked(self, index: int, name: Any, value: Any) -> int:
        setting = self._settings.get(str(name))
        if setting is None:
            raise HttpRefusal(400, f"settings[{index}]: unknown setting {name}", "VALIDATION_ERROR")
        span = f"{setting.minimum} and {setting.maximum}"
        try:
            number = int(str(value))
        except ValueError:
            number = setting.minimum - 1
        if not setting.minimum <= number <= setting.maximum:
            message = f"settings[{index}].value: {setting.name} must be between {span}, got {value}"
            raise HttpRefusal(400, message, "VALIDATION_ERROR")
        return number


def _pairs(body: Any) -> List[Tuple[Any, Any]]:
    if isinstance(body, Mapping) and isinstance(body.get("settings"), Mapping):
        return list(body["settings"].items())
    if isinstance(body, list) and all(isinstance(each, Mapping) for each in body):
        return [(each.get("name"), each.get("value")) for each in body]
    raise HttpRefusal(400, "A list of settings is needed", "VALIDATION_ERROR")
