"""The features of data.json: facts of the delivered files, or the result itself."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence

from ....domain.json_text import MAX_BYTES, JsonTooLarge, parse_json
from ....domain.scenes.features import scene_of

_LOG = logging.getLogger(__name__)

# Where blocks note the file of a feature, relative to the folder of data.json.
_DATA_PATHS = ("up42.data_path", "up42.data.aoiclipped")


def read_features(path: Path) -> List[Dict[str, Any]]:
    """Returns the features of a GeoJSON document, none where it cannot be read."""
    try:
        return _features(path)
    except JsonTooLarge as error:
        _LOG.warning("%s was not read for facts: %s", path.name, error)
    except (OSError, ValueError):
        pass
    return []


def _features(path: Path) -> List[Dict[str, Any]]:
    with path.open("rb") as file:
        # No more than is needed to see that it is too long.
        document = parse_json(file.read(MAX_BYTES + 1))
    features = document.get("features") if isinstance(document, dict) else None
    return [one for one in features if isinstance(one, dict)] if isinstance(features, list) else []


def own_features(path: Path, delivered: Sequence[Path]) -> bool:
    """Tells whether the features of a data.json are a result by themselves.

    Detections are: they stand in no other file. Features that name a delivered file, or have an acquisition time
    while something was delivered, only describe those files; as a layer they would hide the images under their
    outlines, and their facts go into the layers' metadata instead.
    """
    try:
        features = _features(path)
    except JsonTooLarge:
        # GDAL reads it piece by piece. Beside other files it is their description.
        return not delivered
    except (OSError, ValueError):
        return False
    if not features:
        return False
    return not delivered or not any(data_path(one) or scene_of({"id": "?", **one}, {}, {}).acquired for one in features)


def data_path(feature: Mapping[str, Any]) -> str:
    """Returns the file or folder that a feature names, relative to the folder of data.json, empty without one."""
    properties = feature.get("properties")
    given = properties if isinstance(properties, Mapping) else {}
    text = next((str(given[name]) for name in _DATA_PATHS if given.get(name)), "")
    return text.replace("\\", "/").rpartition("/output/")[2].lstrip("/")
