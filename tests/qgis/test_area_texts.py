"""An area pasted as text: WKT, EWKT, features copied in QGIS and GeoJSON; anything else is refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import area_samples as samples
from support.area_samples import EAST, POINT, WEST

from up42_jobs.core.domain.problems import AreaError, ProblemCode
from up42_jobs.core.gis.areas.texts import MAX_TEXT_BYTES, aoi_from_text, looks_like_area

BOTH = samples.BOTH
COPIED = f"wkt_geom\tname\n{samples.wkt(WEST)}\tA\n{samples.wkt(EAST)}\tB; with (brackets)"


def feature(geometry):
    return {"type": "Feature", "properties": {}, "geometry": geometry}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (samples.wkt(WEST), WEST),
        (f"  {samples.wkt(WEST).lower()}\n", WEST),
        (samples.wkt(WEST).replace("POLYGON(", "Polygon Z (").replace("52.0,", "52.0 7,"), None),
        (f"SRID=4326;{samples.wkt(WEST)}", WEST),
        ("SRID=25833;POLYGON((390000 5820000, 391000 5820000, 391000 5821000, 390000 5820000))",
         (13.3788, 52.5189, 13.3935, 52.5282)),
        (f"GEOMETRYCOLLECTION(POINT(1 2), {samples.wkt(WEST)})", WEST),
        (COPIED, BOTH),
        (json.dumps(samples.polygon(WEST)), WEST),
        (json.dumps(feature(samples.polygon(WEST)), indent=2), WEST),
        (json.dumps({"type": "FeatureCollection",
                     "features": [feature(samples.polygon(WEST)), feature(POINT), feature(samples.polygon(EAST))]}),
         BOTH),
        ("\ufeff" + json.dumps(samples.multi(samples.polygon(WEST))), WEST),
    ],
)
def test_texts_in_which_people_pass_areas_on_are_read(text, bounds):
    assert looks_like_area(text)
    aoi = None
    if bounds is None:
        # A height that only some corners have is no WKT.
        with pytest.raises(AreaError):
            aoi_from_text(text)
    else:
        aoi = aoi_from_text(text)
        assert aoi.bounds == pytest.approx(bounds, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ProblemCode.TEXT_UNREADABLE),
        ("https://example.com", ProblemCode.TEXT_UNREADABLE),
        ("POLYGON((1 2, 3", ProblemCode.NO_POLYGON),
        ("POLYGON EMPTY", ProblemCode.TEXT_UNREADABLE),
        ("POINT(1 2)", ProblemCode.TEXT_UNREADABLE),
        ("{", ProblemCode.TEXT_UNREADABLE),
        ('{"a": 1}', ProblemCode.TEXT_UNREADABLE),
        (json.dumps(POINT), ProblemCode.NO_POLYGON),
        ("POLYGON((390000 5820000, 391000 5820000, 391000 5821000, 390000 5820000))", ProblemCode.NOT_ON_EARTH),
        ("{" + " " * MAX_TEXT_BYTES, ProblemCode.FILE_TOO_LARGE),
    ],
)
def test_other_texts_are_refused_with_the_reason(text, code):
    with pytest.raises(AreaError) as caught:
        aoi_from_text(text)
    assert caught.value.problem.code is code


@settings(max_examples=150)
@given(st.text(max_size=60), st.sampled_from(["", "{", "[", "POLYGON((", "MULTIPOLYGON(((", "wkt_geom\n", '{"type":']))
def test_no_text_raises_anything_else(tail, head):
    """The clipboard holds what was copied last."""
    try:
        aoi_from_text(head + tail)
    except AreaError:
        return


@settings(max_examples=40)
@given(
    st.tuples(st.floats(-170, 169), st.floats(-80, 79), st.floats(0.01, 1.0), st.floats(0.01, 1.0)),
    st.sampled_from(["wkt", "geojson"]),
)
def test_a_box_comes_back_as_it_was_written(corner, kind):
    west, south, width, height = corner
    box = (west, south, west + width, south + height)
    text = samples.wkt(box) if kind == "wkt" else json.dumps(samples.polygon(box))
    assert aoi_from_text(text).bounds == pytest.approx(box, abs=1e-9)
