"""Other files next to outputs belong to the user: they are not listed, described or overwritten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from support import output_samples as samples

from up42_jobs.core.domain.outputs.lineage import Lineage
from up42_jobs.core.gis.outputs.datasets import find_datasets
from up42_jobs.core.gis.outputs.stac_items import write_items

JOB = Lineage("job-1", "id-1", "Harbour", datetime(2026, 5, 6, tzinfo=timezone.utc))


def test_only_what_was_delivered_is_listed_and_described(tmp_path, qgis_app):
    delivered, own = samples.cog(tmp_path / "delivered.tif"), samples.cog(tmp_path / "thesis.tif")
    files = find_datasets(tmp_path, {delivered})
    assert [file.path for file in files] == [str(delivered)]
    write_items(files, JOB)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["delivered.stac.json", "delivered.tif", own.name]
    assert {file.path for file in find_datasets(tmp_path)} == {str(delivered), str(own)}


@pytest.mark.parametrize(
    "content", ["{}", "notes of mine", '{"properties": {"up42:job_id": "another"}}', "[" * 100_000]
)
def test_an_item_of_the_users_or_of_another_job_stays_as_it_is(tmp_path, qgis_app, content):
    samples.cog(tmp_path / "mine.tif")
    (tmp_path / "mine.stac.json").write_text(content)
    write_items(find_datasets(tmp_path), JOB)
    assert (tmp_path / "mine.stac.json").read_text() == content


def test_an_item_of_ours_follows_what_is_known_later(tmp_path, qgis_app):
    samples.cog(tmp_path / "a.tif")
    for name in ("Harbour", "Port"):
        write_items(find_datasets(tmp_path), replace(JOB, job_name=name))
        item = json.loads((tmp_path / "a.stac.json").read_text(encoding="utf-8"))
        assert item["properties"]["up42:job_name"] == name


def test_a_mosaic_does_not_take_the_place_of_a_file_of_the_users(tmp_path, qgis_app):
    product = samples.safe(tmp_path).parent
    mine = tmp_path / f"{product.stem}.vrt"
    mine.write_text("mine")
    (found,) = [file for file in find_datasets(tmp_path) if file.path.endswith("MTD_MSIL2A.xml")]
    assert found.problem is None
    assert mine.read_text() == "mine"
