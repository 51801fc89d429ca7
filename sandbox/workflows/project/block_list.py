"""The public blocks that the Sandbox can run, with their real names, ids and parameters."""

from __future__ import annotations

from typing import Any, Dict

from .blocks import Block, BlockCatalogue, Delivery, Schema, Unit

DIMAP = "up42.data.scene.dimap"
CLIPPED = "up42.data.aoiclipped"

_ARRAY: Dict[str, Any] = {"type": "array", "default": None}


def _geometry() -> Schema:
    return {"bbox": dict(_ARRAY), "intersects": {"type": "geometry"}, "contains": {"type": "geometry"}}


def _search(year: int, since: int, limit_maximum: bool = True) -> Schema:
    limit: Dict[str, Any] = {"type": "integer", "default": 1, "minimum": 1}
    if limit_maximum:
        limit["maximum"] = 500
    period = f"{since}-01-01T00:00:00+00:00/{year}-12-31T23:59:59+00:00"
    return {
        "ids": dict(_ARRAY),
        **_geometry(),
        "time": {"type": "dateRange", "default": period},
        "limit": limit,
        "time_series": dict(_ARRAY),
        "max_cloud_cover": {"type": "integer", "default": 100, "minimum": 0, "maximum": 100},
    }


def _download(year: int) -> Schema:
    return {**_search(year, 2012), "asset_ids": dict(_ARRAY)}


def _streaming(year: int, zoom: int, maximum: int) -> Schema:
    return {
        **_search(year, 2012),
        "zoom_level": {
            "type": "integer",
            "default": zoom,
            "minimum": 9,
            "maximum": maximum,
            "description": "Zoom level of the Web Mercator tiles; one more doubles the resolution",
        },
        "panchromatic_band": {
            "type": "boolean",
            "default": False,
            "description": "Adds the panchromatic band to the output",
        },
    }


def _sentinel_2(year: int) -> Schema:
    return _search(year, 2017, limit_maximum=False)


def _seeps(year: int) -> Schema:
    kinds = ["slick_outline", "slick_point", "seep_location"]
    return {
        "bbox": dict(_ARRAY),
        "intersects": {"type": "geometry"},
        "object_types": {
            "type": "array",
            "default": kinds[:1],
            "items": {"type": "string", "enum": kinds},
            "description": "Kinds of object to deliver",
        },
    }


def _clip() -> Schema:
    return {
        **_geometry(),
        "clip_to_aoi": {
            "type": "boolean",
            "default": False,
            "description": "Clips the output to the geometry",
        },
    }


def _conversion(year: int) -> Schema:
    return {
        "ms": {"type": "boolean", "default": True, "description": "Converts the multispectral image"},
        "pan": {"type": "boolean", "default": False, "description": "Converts the panchromatic image"},
        **_clip(),
    }


def _pansharpening(year: int) -> Schema:
    return {
        "method": {"type": "string", "default": "SFIM", "enum": ["SFIM", "Brovey", "Esri"]},
        "include_pan": {"type": "boolean", "default": False},
        **_clip(),
        "edge_sharpen_factor": {"type": "number", "default": 1.7, "minimum": 0},
        "weight": {"type": "number", "default": 0.2, "minimum": 0, "maximum": 1},
        "weights": dict(_ARRAY),
    }


def _sharpening(year: int) -> Schema:
    strengths = ["light", "medium", "strong"]
    return {"strength": {"type": "string", "required": True, "default": "medium", "enum": strengths}}


CATALOGUE = BlockCatalogue(
    (
        Block(
            id="6ac78530-6200-42c1-b6a9-381a9f69d8ef",
            name="oneatlas-pleiades-display",
            title="Pléiades Display (Download)",
            version="2.5.7",
            delivery=Delivery.DOWNLOAD,
            unit=Unit.SQUARE_KM,
            price=1000,
            schema=_download,
            sensor="phr",
            has_dry_run=True,
            area_km2=(0.1, 400.0),
            produces=(DIMAP,),
            description="Optical imagery at 0.5 m, pansharpened, ready for display, as a DIMAP product.",
        ),
        Block(
            id="18d09f1a-3197-4c27-a15a-54d099c31435",
            name="oneatlas-pleiades-aoiclipped",
            title="Pléiades Display (Streaming)",
            version="2.5.0",
            delivery=Delivery.STREAMING,
            unit=Unit.TILE,
            price=3,
            schema=lambda year: _streaming(year, 18, 18),
            sensor="phr",
            has_dry_run=True,
            produces=(CLIPPED,),
            description="Optical imagery at 0.5 m as the tiles that the area touches.",
        ),
        Block(
            id="3e24ed57-b07f-4d44-9957-5d5c0a457239",
            name="oneatlas-spot-display",
            title="SPOT 6/7 Display (Download)",
            version="2.5.7",
            delivery=Delivery.DOWNLOAD,
            unit=Unit.SQUARE_KM,
            price=380,
            schema=_download,
            sensor="spot",
            has_dry_run=True,
            area_km2=(0.1, 3600.0),
            produces=(DIMAP,),
            description="Optical imagery at 1.5 m, pansharpened, ready for display, as a DIMAP product.",
        ),
        Block(
            id="045019bb-06fc-4fa1-b703-318725b4d8af",
            name="oneatlas-spot-aoiclipped",
            title="SPOT 6/7 Display (Streaming)",
            version="2.5.0",
            delivery=Delivery.STREAMING,
            unit=Unit.TILE,
            price=3,
            schema=lambda year: _streaming(year, 17, 17),
            sensor="spot",
            has_dry_run=True,
            produces=(CLIPPED,),
            description="Optical imagery at 1.5 m as the tiles that the area touches.",
        ),
        Block(
            id="c4cb8913-2ef3-4e82-a426-65ea8faacd9a",
            name="esa-s2-l2a-gtiff-visual",
            title="Sentinel-2 L2A Visual (GeoTIFF)",
            version="1.2.1",
            delivery=Delivery.CLIPPED_SCENE,
            unit=Unit.SQUARE_KM,
            price=0,
            schema=_sentinel_2,
            sensor="sentinel-2",
            has_dry_run=True,
            produces=(CLIPPED,),
            provider="ESA",
            description="True-colour Sentinel-2 images at 10 m, free of charge.",
        ),
        Block(
            id="dfc5d74f-d1e3-4e35-8c67-b36fd8cfe14e",
            name="airbus-globalseeps",
            title="Airbus Global Seeps",
            version="1.1.0",
            delivery=Delivery.VECTOR,
            unit=Unit.MEGABYTE,
            price=250,
            schema=_seeps,
            produces=("up42.data.vector",),
            description="Natural hydrocarbon seeps that radar satellites saw at sea, as vectors.",
        ),
        Block(
            id="c94bb4cd-8ee2-40df-ba76-d332b8f48c6a",
            name="data-conversion-dimap",
            title="DIMAP -> GeoTIFF Conversion",
            version="2.1.0",
            delivery=Delivery.CONVERSION,
            unit=Unit.SCENE,
            price=5,
            schema=_conversion,
            accepts=(DIMAP,),
            produces=(CLIPPED,),
            machine="LARGE",
            provider="UP42",
            description="Converts DIMAP products to GeoTIFF.",
        ),
        Block(
            id="903f0435-d638-475e-bbe9-53b5664a22a8",
            name="pansharpen",
            title="Pan-sharpening",
            version="1.4.0",
            delivery=Delivery.CONVERSION,
            unit=Unit.SCENE,
            price=10,
            schema=_pansharpening,
            accepts=(DIMAP,),
            produces=(CLIPPED,),
            machine="LARGE",
            provider="UP42",
            description="Brings the multispectral bands to the resolution of the panchromatic one.",
        ),
        Block(
            id="e374ea64-dc3b-4500-bb4b-974260fb203e",
            name="sharpening",
            title="Sharpening Filter",
            version="1.0.3",
            delivery=Delivery.ENHANCEMENT,
            unit=Unit.SCENE,
            price=2,
            schema=_sharpening,
            accepts=(CLIPPED,),
            produces=(CLIPPED,),
            provider="UP42",
            description="Sharpens edges.",
        ),
    )
)
