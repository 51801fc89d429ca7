"""Facts about each delivered file from data.json, STAC items and the file's own metadata."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from osgeo import gdal

from ...domain.foreign import moment_of
from ...domain.json_text import MAX_BYTES, JsonTooLarge, parse_json
from ...domain.outputs.bands import Band, common_name_of
from ...domain.outputs.delivered_files import DATA_FILE, ITEM_SUFFIX, is_product
from ...domain.outputs.delivery import OutputFile, OutputKind
from ...domain.outputs.file_names import collision_key
from ...domain.outputs.lineage import FileFacts
from ...domain.scenes.features import scene_of
from ...domain.scenes.scene import Scene

_LOG = logging.getLogger(__name__)

# A larger document does not describe a single file.
MAX_ITEM_BYTES = 2_000_000


class DeliveredFacts:
    """The documents of a folder of outputs, read once; belongs on a worker thread."""

    def __init__(self, files: Sequence[OutputFile]) -> None:
        documents = [Path(file.path) for file in files if file.kind is OutputKind.DOCUMENT]
        self._features = [
            (path.parent, feature) for path in documents if path.name == DATA_FILE for feature in read_features(path)
        ]
        self._rasters = frozenset(Path(file.path) for file in files if file.kind is OutputKind.RASTER)
        self._items = [item for path in documents if path.name != DATA_FILE for item in _items(path)]

    def of(self, file: OutputFile, dataset: Optional[gdal.Dataset] = None) -> FileFacts:
        """Returns the facts in the documents about a file, completed by its own metadata.

        Never raises: an image is worth more than its description.
        """
        try:
            return self._found(file, dataset)
        except Exception:  # of a foreign document anything may be wrong
            _LOG.warning("Nothing could be read of %s", Path(file.path).name, exc_info=True)
            return FileFacts()

    def _found(self, file: OutputFile, dataset: Optional[gdal.Dataset]) -> FileFacts:
        path = Path(file.path)
        item = self._item(path)
        feature = self._feature(path)
        facts = FileFacts()
        if feature is not None:
            facts = FileFacts(scene_of({"id": "?", **feature}, {}, {}), str(feature.get("orderID") or ""))
        elif item is not None:
            facts = _facts_of_item(item, path)
        if dataset is not None and facts.acquired is None:
            facts = replace(facts, scene=_own_scene(dataset, facts.scene))
        return facts

    def item_path(self, file: OutputFile) -> Path:
        """Returns where the STAC item of a raster is, a different one for each file: next to the file, or next to
        the folder of a SAFE product.
        """
        path = Path(file.path)
        wanted = _item_path(path)
        others = {raster for raster in self._rasters if raster != path and _same_place(_item_path(raster), wanted)}
        # `scene.tif` and `scene.jp2` differ only in their suffix.
        return path.with_name(f"{path.name}{ITEM_SUFFIX}") if others else wanted

    def _feature(self, path: Path) -> Optional[Mapping[str, Any]]:
        for folder, feature in self._features:
            named = data_path(feature)
            if named and (folder / named == path or folder / named in path.parents):
                return feature
        beside = [(folder, feature) for folder, feature in self._features if folder in path.parents]
        names = [
            (_named_length(str(feature.get("id") or ""), path.relative_to(folder).parts), feature)
            for folder, feature in beside
        ]
        best = max(names, key=lambda found: found[0], default=(0, None))
        if best[0]:
            return best[1]
        if len(beside) == 1 and not self._names_another(str(beside[0][1].get("id") or ""), path):
            return beside[0][1]
        return None

    def _item(self, path: Path) -> Optional[Mapping[str, Any]]:
        for item in self._items:
            if _asset(item, path) is not None:
                return item
        names = [(_named_length(str(item["id"]), path.parts), item) for item in self._items]
        best = max(names, key=lambda found: found[0], default=(0, None))
        if best[0]:
            return best[1]
        lone = self._items[0] if len(self._items) == 1 else None
        return None if lone is None or self._names_another(str(lone["id"]), path) else lone

    def _names_another(self, name: str, path: Path) -> bool:
        """Returns whether the only description belongs to another file."""
        return any(_named_length(name, other.parts) for other in self._rasters if other != path)


def _named_length(name: str, parts: Sequence[str]) -> int:
    """Returns the length of a scene's name if a path contains it, else 0: `scene-1` is no part of `scene-10`."""
    if not name:
        return 0
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
    return len(name) if any(pattern.search(part) for part in parts) else 0


def _item_path(path: Path) -> Path:
    if is_product(path) and not path.name.lower().startswith("dim_"):
        return path.parent.parent / f"{path.parent.stem}{ITEM_SUFFIX}"
    return path.with_name(f"{path.stem}{ITEM_SUFFIX}")


def _same_place(first: Path, second: Path) -> bool:
    return first.parent == second.parent and collision_key(first.name) == collision_key(second.name)


def _items(path: Path) -> List[Dict[str, Any]]:
    try:
        if path.stat().st_size > MAX_ITEM_BYTES:
            return []
        document = parse_json(path.read_bytes())
    except (OSError, ValueError):
        return []
    if not isinstance(document, dict):
        return []
    features = document.get("features")
    listed = features if isinstance(features, list) else [document]
    return [
        item for item in listed if isinstance(item, dict) and item.get("id") and isinstance(item.get("assets"), dict)
    ]


def _asset(item: Mapping[str, Any], path: Path) -> Optional[Mapping[str, Any]]:
    for key, asset in item["assets"].items():
        if not isinstance(asset, dict):
            continue
        href = str(asset.get("href") or "").partition("?")[0]
        if path.name.lower() in (str(key).lower(), href.rpartition("/")[2].lower()):
            return asset
    return None


def _facts_of_item(item: Mapping[str, Any], path: Path) -> FileFacts:
    given = item.get("properties")
    properties: Mapping[str, Any] = given if isinstance(given, dict) else {}
    asset = _asset(item, path) or {}
    return FileFacts(
        scene=scene_of(item, {}, {}),
        order_id=str(properties.get("up42-order:id") or ""),
        licence=str(properties.get("license") or ""),
        bands=_bands(asset.get("eo:bands") or asset.get("bands") or properties.get("eo:bands")),
    )


def _bands(listed: Any) -> Tuple[Band, ...]:
    bands: List[Band] = []
    for number, given in enumerate(listed if isinstance(listed, list) else [], start=1):
        if not isinstance(given, dict):
            continue
        name = str(given.get("name") or "")
        wavelength = given.get("center_wavelength") or given.get("eo:center_wavelength")
        common = str(given.get("common_name") or given.get("eo:common_name") or "") or common_name_of(name)
        bands.append(Band(number, name, common, float(wavelength) if isinstance(wavelength, (int, float)) else None))
    return tuple(bands)


def _own_scene(dataset: gdal.Dataset, scene: Optional[Scene]) -> Optional[Scene]:
    """Returns the scene with the time and platform from the file's metadata."""
    words = {**dataset.GetMetadata(), **dataset.GetMetadata("IMAGERY")}
    day, time = words.get("IMAGING_DATE", ""), words.get("IMAGING_TIME", "")
    acquired = (
        moment_of(words.get("PRODUCT_START_TIME"))
        or moment_of(f"{day}T{time}" if day and time else day)
        or moment_of(words.get("ACQUISITIONDATETIME", "").replace(" ", "T"))
    )
    if acquired is None:
        return scene
    platform = (
        words.get("DATATAKE_1_SPACECRAFT_NAME")
        or words.get("SATELLITEID")
        or words.get("MISSION", "") + words.get("MISSION_INDEX", "")
    )
    if scene is not None:
        return replace(scene, acquired=acquired, platform=scene.platform or platform)
    name = Path(dataset.GetDescription()).stem
    return Scene(id=name, feature_id=name, acquired=acquired, platform=platform)


# Properties in which blocks store the file of a feature, relative to the folder of data.json.
_DATA_PATHS = ("up42.data_path", "up42.data.aoiclipped")


def read_features(path: Path) -> List[Dict[str, Any]]:
    """Returns the features of a GeoJSON document, none if it cannot be read."""
    try:
        return _features(path)
    except JsonTooLarge as error:
        _LOG.warning("%s was not read for facts: %s", path.name, error)
    except (OSError, ValueError):
        pass
    return []


def _features(path: Path) -> List[Dict[str, Any]]:
    with path.open("rb") as file:
        # Just enough to detect that it is too large.
        document = parse_json(file.read(MAX_BYTES + 1))
    features = document.get("features") if isinstance(document, dict) else None
    return [feature for feature in features if isinstance(feature, dict)] if isinstance(features, list) else []


def own_features(path: Path, delivered: Sequence[Path]) -> bool:
    """Returns whether the features of a data.json are a result of their own.

    Detections are: they are in no other file. Features that name a delivered file, or have an acquisition time
    while something was delivered, only describe those files; as a layer they would hide the images under their
    outlines, and their facts go into the layers' metadata instead.
    """
    try:
        features = _features(path)
    except JsonTooLarge:
        # GDAL reads it in pieces. Next to other files it is their description.
        return not delivered
    except (OSError, ValueError):
        return False
    if not features:
        return False
    return not delivered or not any(
        data_path(feature) or scene_of({"id": "?", **feature}, {}, {}).acquired for feature in features
    )


def data_path(feature: Mapping[str, Any]) -> str:
    """Returns the file or folder that a feature names, relative to the folder of data.json, empty without one."""
    properties = feature.get("properties")
    given = properties if isinstance(properties, Mapping) else {}
    text = next((str(given[name]) for name in _DATA_PATHS if given.get(name)), "")
    return text.replace("\\", "/").rpartition("/output/")[2].lstrip("/")
