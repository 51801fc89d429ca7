"""The collections of the Sandbox, with published names and product ids where available."""

from __future__ import annotations

from typing import Any, Dict

from ...access import named_id
from .products import RESTRICTED, SCENE, SEARCH, TASKING, Collection, DataProduct, Glossary, Provider

_PICTURES = (SEARCH, "QUICKLOOK_AVAILABLE", "THUMBNAIL_AVAILABLE", "PRICE_ESTIMATION_AVAILABLE")
_AIRBUS = Provider("airbus", "Airbus", "Operator of Pléiades, Pléiades Neo and SPOT", ("PRODUCER",))
_ONEATLAS = Provider("oneatlas", "OneAtlas", "The archive of Airbus", ("HOST",))
_AWS = Provider("earthsearch-aws", "Earth Search", "Open data on Amazon's cloud", ("HOST",))
_ESA = Provider("esa", "ESA", "Operator of the Sentinel satellites", ("PRODUCER",))
_CAPELLA = Provider("capellaspace", "Capella Space", "Operator of radar satellites", ("PRODUCER", "HOST"))
_21AT = Provider("21at", "21AT", "Operator of Beijing-3A", ("PRODUCER", "HOST"))
_TASKER = Provider("oneatlas-tasking", "OneAtlas Tasking", "New acquisitions", ("HOST",))


def _metadata(kind: str, group: str, least: float, most: float) -> Dict[str, Any]:
    return {
        "productType": kind,
        "resolutionClass": group,
        "resolutionValue": {"minimum": least, "maximum": most},
    }


GLOSSARY = Glossary(
    (
        Collection(
            "phr",
            "Pléiades",
            "Very high resolution optical imagery, 50 cm",
            _PICTURES,
            (_ONEATLAS, _AIRBUS),
            (
                DataProduct(
                    "phr-display",
                    "Display",
                    "Red, green, blue in 8 bit, pansharpened",
                    "647780db-5a06-4b61-b525-577a8b68bb54",
                    700,
                    eula="Airbus standard",
                ),
                DataProduct(
                    "phr-analytic",
                    "Analytic",
                    "Four bands in 16 bit",
                    "4f1b2f62-98df-4c74-81f4-5dce45deee99",
                    1000,
                    form="rich",
                    eula="Airbus standard",
                    bits=16,
                ),
                DataProduct(
                    "phr-pansharpened-reflectance",
                    "Reflectance",
                    "Only on request, through support",
                    None,
                    1200,
                    bits=16,
                ),
            ),
            _metadata("OPTICAL", "VERY_HIGH", 0.5, 0.5),
        ),
        Collection(
            "pneo",
            "Pléiades Neo",
            "Very high resolution optical imagery, 30 cm",
            _PICTURES,
            (_ONEATLAS, _AIRBUS),
            (
                DataProduct(
                    "pneo-display",
                    "Display",
                    "Red, green, blue in 8 bit, pansharpened",
                    "17745de8-6e7d-4751-99cd-3f8e9e9d290e",
                    1100,
                    eula="Airbus standard",
                ),
                DataProduct(
                    "pneo-analytic",
                    "Analytic",
                    "Four bands in 16 bit; under a licence of its own",
                    "6f722fb5-0323-4c97-9b1e-22870325b8db",
                    1500,
                    eula="Airbus Pléiades Neo",
                    bits=16,
                ),
            ),
            _metadata("OPTICAL", "VERY_HIGH", 0.3, 0.3),
        ),
        Collection(
            "spot",
            "SPOT 6/7",
            "High resolution optical imagery, 1.5 m",
            _PICTURES,
            (_ONEATLAS, _AIRBUS),
            (
                DataProduct(
                    "spot-display",
                    "Display",
                    "Red, green, blue in 8 bit, pansharpened",
                    "acc3f9a4-b622-49c1-b1e1-c762aa3e7e13",
                    150,
                    eula="Airbus standard",
                    delivery="tgz named zip",
                ),
                DataProduct(
                    "spot-analytic",
                    "Analytic",
                    "Four bands in 16 bit",
                    "b1f8c48e-d16b-44c4-a1bb-5e8a24892e69",
                    180,
                    eula="Airbus standard",
                    bits=16,
                    delivery="tgz named zip",
                ),
            ),
            _metadata("OPTICAL", "HIGH", 1.5, 1.5),
        ),
        Collection(
            "capella-gec",
            "Capella GEC",
            "Radar imagery, geocoded; sees through clouds",
            _PICTURES,
            (_CAPELLA,),
            (
                DataProduct(
                    "capella-gec-full-scene",
                    "Full scene",
                    "The whole scene, one band",
                    "96072809-d820-4cf9-86dd-d3bff3337c35",
                    3500,
                    SCENE,
                    form="scene",
                    delivery="tgz",
                ),
            ),
            _metadata("SAR", "VERY_HIGH", 0.6, 1.0),
        ),
        Collection(
            "sentinel-2",
            "Sentinel-2",
            "Medium resolution optical imagery, 10 m, open data",
            _PICTURES,
            (_AWS, _ESA),
            (
                DataProduct(
                    "sentinel-2-level-2a",
                    "Level 2A",
                    "The whole tile at the bottom of the atmosphere",
                    named_id("product", "sentinel-2-level-2a"),
                    100,
                    SCENE,
                    form="scene",
                ),
            ),
            # The service leaves metadata incomplete here and there.
            {"productType": "OPTICAL", "resolutionValue": {"minimum": 10}},
        ),
        Collection(
            "bjn",
            "Beijing-3A",
            "Very high resolution optical imagery, 50 cm; access on request",
            (*_PICTURES, RESTRICTED),
            (_21AT,),
            (
                DataProduct(
                    "bjn-display",
                    "Display",
                    "Red, green, blue in 8 bit; at least 10 km² are charged",
                    named_id("product", "bjn-display"),
                    1200,
                    least_km2=10.0,
                ),
            ),
            None,
        ),
        Collection(
            "phr-tasking",
            "Pléiades Tasking",
            "A new acquisition of Pléiades",
            ("FEASIBILITY_STUDY_MAY_BE_REQUIRED", "QUOTATION_REQUIRED"),
            (_TASKER, _AIRBUS),
            (
                DataProduct(
                    "phr-tasking-mono",
                    "Mono",
                    "One new image of an area",
                    named_id("product", "phr-tasking-mono"),
                    0,
                    form="tasking",
                    eula="Airbus standard",
                ),
            ),
            _metadata("OPTICAL", "VERY_HIGH", 0.5, 0.5),
            TASKING,
        ),
    )
)
