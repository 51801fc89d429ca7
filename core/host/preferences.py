"""User preferences in QGIS's settings: connections without their secrets, options, presets."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

from qgis.core import QgsApplication, QgsSettings

from ..domain.connections import Connection, Service
from ..domain.outputs.unpack_limits import UnpackLimits

if TYPE_CHECKING:
    from ..domain.jobs.credits import Caps

# Environment variable with the folder of the journal, the cache and default outputs.
HOME = "UP42_JOBS_HOME"
GIGABYTE = 1_000_000_000

_PREFIX = "up42_jobs"
_CONNECTIONS = f"{_PREFIX}/connections"
_SELECTED = f"{_PREFIX}/selected_connection"
_PRESETS = f"{_PREFIX}/presets"
_OPTIONS = f"{_PREFIX}/options"
# The largest value of Qt's spin boxes.
_MAX_KEPT = 2**31 - 1


@dataclass(frozen=True)
class Preferences:
    """The options; the fields and their defaults are the schema. Caps in credits, None for no cap."""

    output_folder: str = ""
    auto_load: bool = True
    notify_desktop: bool = True
    max_credits_per_job: Optional[int] = None
    max_credits_per_month: Optional[int] = None
    max_credits_per_project: Optional[int] = None
    type_number_above: Optional[int] = None
    cache_limit_mb: int = 2000
    most_archive_files: int = UnpackLimits.max_entries
    most_archive_gb: int = UnpackLimits.max_total_bytes // GIGABYTE
    most_archive_ratio: int = int(UnpackLimits.max_ratio)
    was_opened: bool = False
    has_queried: bool = False
    shows_timeline: bool = True
    runs_watches: bool = True

    def changed(self, **changes: Any) -> Preferences:
        """Returns a copy with some fields changed."""
        return replace(self, **changes)

    @property
    def unpack_limits(self) -> UnpackLimits:
        """Returns the limits on archives of outputs."""
        return UnpackLimits(
            self.most_archive_files, self.most_archive_gb * GIGABYTE, float(self.most_archive_ratio)
        )

    @property
    def caps(self) -> Caps:
        """Returns the limits on live jobs."""
        from ..domain.jobs.credits import Caps

        return Caps(self.max_credits_per_job, self.max_credits_per_month, self.max_credits_per_project)


def read_preferences() -> Preferences:
    """Returns the stored options; unreadable ones have their default."""
    kept = _read_json(_OPTIONS, {})
    defaults = Preferences()
    values: Dict[str, Any] = {}
    for field in fields(Preferences):
        value = kept.get(field.name, getattr(defaults, field.name)) if isinstance(kept, dict) else None
        default = getattr(defaults, field.name)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if isinstance(value, int) and is_number:
            # A value edited by hand may be larger than any field shows; the limit must not be lost.
            value = min(max(value, 0), _MAX_KEPT)
        is_optional = default is None or (isinstance(default, int) and not isinstance(default, bool))
        is_right = is_number or value is default if is_optional else isinstance(value, type(default))
        values[field.name] = value if is_right else default
    return Preferences(**values)


def write_preferences(preferences: Preferences) -> None:
    """Stores the options."""
    _write_json(_OPTIONS, {field.name: getattr(preferences, field.name) for field in fields(preferences)})


class ConnectionStore:
    """The user's connections; each names its entry in the authentication database and holds no secret."""

    def connections(self) -> Tuple[Connection, ...]:
        """Returns all connections in the order in which they were added."""
        found: List[Connection] = []
        for kept in _read_json(_CONNECTIONS, []):
            try:
                found.append(
                    Connection(
                        name=kept["name"],
                        service=Service(kept["service"]),
                        api_url=kept["api_url"],
                        sign_in_url=kept["sign_in_url"],
                        authcfg=kept.get("authcfg", ""),
                        sees_everybody=kept.get("sees_everybody") is True,
                    )
                )
            except (KeyError, TypeError, ValueError):
                # Written by a later version, or by hand: skipped, so that the others still work.
                continue
        return tuple(found)

    def connection(self, name: str) -> Optional[Connection]:
        """Returns a connection by its name, None if there is none."""
        return next((item for item in self.connections() if item.name == name), None)

    def save(self, connection: Connection, replaces: str = "") -> None:
        """Adds a connection, or replaces another in its position."""
        others = [item for item in self.connections() if item.name != connection.name or item.name == replaces]
        names = [other.name for other in others]
        if replaces in names:
            others[names.index(replaces)] = connection
        else:
            others.append(connection)
        self._write(others)

    def remove(self, name: str) -> None:
        """Removes a connection; the caller removes its secret."""
        self._write([item for item in self.connections() if item.name != name])

    @property
    def selected(self) -> str:
        """Returns the name of the connection that was used last, empty at first."""
        return str(QgsSettings().value(_SELECTED, "", str))

    @selected.setter
    def selected(self, name: str) -> None:
        QgsSettings().setValue(_SELECTED, name)

    def _write(self, connections: List[Connection]) -> None:
        _write_json(
            _CONNECTIONS,
            [
                {
                    "name": item.name,
                    "service": item.service.value,
                    "api_url": item.api_url,
                    "sign_in_url": item.sign_in_url,
                    "authcfg": item.authcfg,
                    "sees_everybody": item.sees_everybody,
                }
                for item in connections
            ],
        )


class PresetStore:
    """Named sets of parameters."""

    def names(self) -> List[str]:
        """Returns the names in alphabetical order."""
        return sorted(_read_json(_PRESETS, {}))

    def load(self, name: str) -> Optional[Dict[str, Any]]:
        """Returns a preset, None if there is none."""
        kept = _read_json(_PRESETS, {}).get(name)
        return kept if isinstance(kept, dict) else None

    def save(self, name: str, preset: Dict[str, Any]) -> None:
        """Stores a preset and replaces an older one of the same name."""
        _write_json(_PRESETS, {**_read_json(_PRESETS, {}), name: preset})

    def remove(self, name: str) -> None:
        """Removes a preset."""
        _write_json(_PRESETS, {key: value for key, value in _read_json(_PRESETS, {}).items() if key != name})


def home_folder() -> Path:
    """Returns the folder of journal, cache and default outputs: the environment's, else in the QGIS profile."""
    chosen = os.environ.get(HOME, "").strip()
    return Path(chosen) if chosen else Path(QgsApplication.qgisSettingsDirPath()) / "up42_jobs"


def _read_json(key: str, default: Any) -> Any:
    text = QgsSettings().value(key, "", str)
    try:
        kept = json.loads(text) if text else default
    except ValueError:
        return default
    return kept if isinstance(kept, type(default)) else default


def _write_json(key: str, value: Any) -> None:
    QgsSettings().setValue(key, json.dumps(value, ensure_ascii=False))
