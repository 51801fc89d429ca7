"""The order forms: JSON Schemas (draft-07) of the parameters of products, geometry inside as the service has it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Dict

GEOMETRIES = ("aoi", "geometry")
_PAIR = {"type": "array", "items": [{"type": "number"}, {"type": "number"}], "minItems": 2, "maxItems": 2}
_POLYGON = {
    "title": "Polygon",
    "type": "object",
    "properties": {
        "type": {"title": "Type", "enum": ["Polygon"], "type": "string"},
        "coordinates": {
            "title": "Coordinates",
            "type": "array",
            "items": {"type": "array", "minItems": 4, "items": _PAIR},
        },
    },
    "required": ["type", "coordinates"],
}
_AOI = {"$ref": "#/definitions/Polygon"}
_ID = {"title": "Id", "description": "The scene, by its id in the catalog", "type": "string"}


def order_form(form: str) -> Dict[str, Any]:
    """Returns the schema of a form: `plain`, `scene`, `rich` or `tasking`."""
    return deepcopy(_FORMS[form])


def _schema(title: str, properties: Dict[str, Any], required: Any, **more: Any) -> Dict[str, Any]:
    definitions = {"Polygon": _POLYGON, **more.pop("definitions", {})}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        "definitions": definitions,
        **more,
    }


_RICH = _schema(
    "AnalyticParams",
    {
        "id": _ID,
        "aoi": _AOI,
        "spectralProcessing": {
            "title": "Spectral processing",
            "description": "Which bands are delivered, and how sharp",
            "allOf": [{"$ref": "#/definitions/SpectralProcessing"}],
        },
        "radiometricProcessing": {"$ref": "#/definitions/RadiometricProcessing"},
        "geometricProcessing": {
            "title": "Geometric processing",
            "enum": ["ortho", "projected", "primary"],
            "type": "string",
            "default": "ortho",
        },
        "projection": {
            "title": "Projection",
            "description": "EPSG code of the delivered image",
            "anyOf": [{"type": "string", "pattern": "^EPSG:[0-9]{4,5}$"}, {"type": "null"}],
            "default": None,
        },
        "smoothing": {
            "title": "Smoothing",
            "description": "Share of haze that is taken out, in per cent",
            "type": "integer",
            "minimum": 0,
            "maximum": 100,
            "default": 0,
        },
        "resolution": {
            "title": "Resolution",
            "description": "Pixel size in metres",
            "type": "number",
            "minimum": 0.5,
            "exclusiveMaximum": 10,
            "default": 0.5,
        },
        "cloudMask": {"title": "Cloud mask", "type": "boolean", "default": True},
        "bands": {
            "title": "Bands",
            "type": "array",
            "items": {"enum": ["red", "green", "blue", "nir"], "type": "string"},
            "minItems": 1,
            "maxItems": 4,
            "uniqueItems": True,
            "default": ["red", "green", "blue", "nir"],
        },
        "reference": {"title": "Your reference", "type": "string", "maxLength": 40},
        "elevation": {"$ref": "#/definitions/Elevation"},
    },
    ("id", "aoi", "spectralProcessing"),
    definitions={
        "SpectralProcessing": {
            "title": "SpectralProcessing",
            "description": "An enumeration.",
            "enum": ["bundle", "multispectral", "pansharpened"],
            "type": "string",
        },
        "RadiometricProcessing": {
            "title": "Radiometric processing",
            "enum": ["reflectance", "basic"],
            "type": "string",
            "default": "reflectance",
        },
        "Elevation": {
            "title": "Elevation",
            "description": "The terrain that the image is laid on",
            "type": "object",
            "properties": {
                "model": {"title": "Model", "enum": ["worlddem", "srtm"], "type": "string", "default": "worlddem"},
                "constant": {
                    "title": "Constant height",
                    "description": "Metres above the ellipsoid, in the place of a model",
                    "type": "number",
                    "minimum": -500,
                    "maximum": 9000,
                },
            },
            "required": ["model"],
            "additionalProperties": False,
        },
    },
    allOf=[
        {
            "if": {"properties": {"geometricProcessing": {"const": "primary"}}, "required": ["geometricProcessing"]},
            "then": {"properties": {"projection": {"type": "null"}}},
        }
    ],
)

_TASKING = _schema(
    "TaskingParams",
    {
        "displayName": {"title": "Name", "type": "string", "minLength": 1, "maxLength": 200},
        "geometry": _AOI,
        "acquisitionStart": {"title": "Acquisition start", "type": "string", "format": "date-time"},
        "acquisitionEnd": {"title": "Acquisition end", "type": "string", "format": "date-time"},
        "acquisitionMode": {"$ref": "#/definitions/AcquisitionMode"},
        "maxCloudCover": {"title": "Cloud cover", "type": "integer", "minimum": 5, "maximum": 20, "default": 10},
        "maxIncidenceAngle": {"title": "Incidence", "type": "integer", "minimum": 5, "maximum": 50, "default": 30},
    },
    ("displayName", "geometry", "acquisitionStart", "acquisitionEnd", "acquisitionMode"),
    definitions={"AcquisitionMode": {"title": "Acquisition mode", "enum": ["mono", "stereo"], "type": "string"}},
)

_FORMS = {
    "plain": _schema("ParamsWithAOI", {"id": _ID, "aoi": _AOI}, ("id", "aoi")),
    "scene": _schema("ParamsFullScene", {"id": _ID, "aoi": {"anyOf": [_AOI, {"type": "null"}]}}, ("id",)),
    "rich": _RICH,
    "tasking": _TASKING,
}
