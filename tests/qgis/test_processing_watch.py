"""`watch` reports each scene once: over runs, new scenes, failed areas, moved areas and limits."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException
from support.area_truth import true_rows
from support.forty_areas import SAMPLES, box, plain, rows_of, write_layer
from support.platform_client import PHR_DISPLAY
from support.processing_provider import Feedback, provider_of, run

from up42_jobs.core.domain import clock
from up42_jobs.core.domain.clock import utc_now
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.domain.parameters import Period
from up42_jobs.sandbox import Fault, Sandbox

SITES = [sample for sample in SAMPLES if sample.name in ("Zürich-Süd", "Feld", "Inseln", "Fiji", "Leer")]


@pytest.fixture
def sandbox():
    with Sandbox() as running:
        yield running


@pytest.fixture
def provider(qgis_app, sandbox, tmp_path, monkeypatch):
    with provider_of(sandbox, monkeypatch, tmp_path / "home", Service.PLATFORM) as provider:
        yield provider


@pytest.fixture
def later(sandbox, monkeypatch):
    """Moves the clocks of the service and of this computer."""

    def move(**span):
        seconds = timedelta(**span).total_seconds()
        sandbox.clock.advance(seconds)
        monkeypatch.setattr(clock, "_shift_s", clock._shift_s + seconds)

    return move


class Sites:
    """A watch over a layer that a test may change, and all that it has reported."""

    def __init__(self, provider, tmp_path, sites=SITES):
        self._provider = provider
        self._folder = tmp_path
        self.start = utc_now() - timedelta(days=40)
        self.reported = Counter()
        self.found = {}
        self.put(sites)

    def put(self, sites):
        path = self._folder / "sites.gpkg"
        path.unlink(missing_ok=True)
        write_layer(path, sites)

    def look(self, **parameters):
        """Runs the watch and returns its new rows; `said` has its messages."""
        feedback = Feedback()
        self.said = feedback.said
        self.found = run(
            self._provider, "watch", feedback,
            **{
                "WATCH": "My sites", "PRODUCTS": "phr-display", "AREAS": str(self._folder / "sites.gpkg"),
                "NAME_FIELD": "title", "LIMIT": 50, "START": self.start.isoformat(), "QUICKLOOKS": False,
                "PRICES": False, "FOLDER": str(self._folder / "out"), **parameters,
            },
        )
        rows = rows_of(self.found["NEW_SCENES"])
        assert self.found["NEW_COUNT"] == len(rows)
        self.reported.update((row["area_id"], row["scene_id"]) for row in rows)
        return rows

    def expect_each_once(self, sites=SITES):
        period = Period(self.start, utc_now())
        true = {
            (number, row.scene_id)
            for number, site in enumerate(sites, 1)
            for row in (true_rows("phr", site.parts, period, 999) if site.parts else ())
        }
        assert set(self.reported) == true
        assert set(self.reported.values()) == {1}


def test_the_second_run_in_a_row_reports_nothing(provider, tmp_path):
    sites = Sites(provider, tmp_path)
    first = sites.look()
    assert first
    assert sites.found["SCENE_COUNT"] == len(first)
    assert sites.found["FAILED_COUNT"] == 1
    assert sites.found["NEW_SCENES"] == f"{tmp_path}/out/new_scenes.gpkg|layername=new_scenes"
    assert sites.look() == []
    assert [row["scene_count"] for row in rows_of(sites.found["AREAS_REPORT"])] == [0] * len(SITES)
    assert sites.look(FOLDER=str(tmp_path / "elsewhere")) == []
    sites.expect_each_once()


def test_a_new_scene_appears_exactly_once(provider, tmp_path, later):
    sites = Sites(provider, tmp_path)
    sites.look()
    for _ in range(8):
        later(days=2)
        sites.look()
        assert sites.look() == []
    assert sum(sites.reported.values()) > len(SITES) * 8
    sites.expect_each_once()


def test_several_products_are_watched_and_the_report_names_them(provider, sandbox, tmp_path, later):
    sites = Sites(provider, tmp_path, SITES[:2])
    both = {"PRODUCTS": "phr-display, sentinel-2-level-2a"}
    first = sites.look(**both)
    assert {row["product"] for row in first} == {"phr-display", "sentinel-2-level-2a"}
    for item in rows_of(sites.found["AREAS_REPORT"]):
        counts = Counter(row["product_title"] for row in first if row["area_id"] == item["area_id"])
        assert dict(part.rsplit(": ", 1) for part in item["products"].split(", ")) == {
            title: str(count) for title, count in counts.items()
        }
    assert sites.look(**both) == []
    later(days=12)
    # A product that cannot be read keeps its scenes for a later run.
    sandbox.faults.add(Fault("status", path=f"orders/schema/(?!{PHR_DISPLAY})", status=400, times=1))
    assert {row["product"] for row in sites.look(**both)} == {"phr-display"}
    assert sites.found["FAILED_COUNT"] == 2
    assert {row["product"] for row in sites.look(**both)} == {"sentinel-2-level-2a"}
    assert set(sites.reported.values()) == {1}


def test_an_area_that_fails_is_reported_later(provider, sandbox, tmp_path, later):
    sites = Sites(provider, tmp_path)
    sandbox.faults.add(Fault("status", path="stac/search", status=400, times=2))
    sites.look()
    assert sites.found["FAILED_COUNT"] == 3
    sites.look()
    later(days=9)
    sandbox.faults.add(Fault("status", path="stac/search", status=400, times=1))
    sites.look()
    assert sites.found["FAILED_COUNT"] == 2
    sites.look()
    sites.expect_each_once()


def test_a_limit_hides_no_new_scene_for_ever_and_is_told(provider, tmp_path, later):
    sites = Sites(provider, tmp_path, SITES[:2])
    sites.look()
    later(days=30)
    rows = sites.look(LIMIT=2)
    assert [row["area_id"] for row in rows] == [1, 1, 2, 2]
    assert all("more scenes than LIMIT" in row["note"] for row in rows_of(sites.found["AREAS_REPORT"]))
    while sites.look(LIMIT=2):
        pass
    assert not any(row["note"] for row in rows_of(sites.found["AREAS_REPORT"]))
    sites.expect_each_once(SITES[:2])


def test_a_first_run_with_a_limit_begins_with_the_newest(provider, tmp_path):
    sites = Sites(provider, tmp_path, SITES[:2])
    assert len(sites.look(LIMIT=1)) == 2
    assert sites.look(LIMIT=1) == []
    assert sites.look(LIMIT=50) == []


def test_a_renamed_area_and_one_that_moves_a_little_keep_their_memory(provider, tmp_path, later):
    sites = Sites(provider, tmp_path, [plain("A", box(13.0, 52.0)), plain("B", box(10.0, 50.0))])
    sites.look()
    sites.put([plain("Other", box(13.0, 52.0)), plain("B", box(10.008, 50.0))])
    assert sites.look() == []
    sites.put([plain("Other", box(13.0, 52.0)), plain("B", box(8.5, 47.3))])
    again = sites.look()
    assert {row["area"] for row in again} == {"B"}
    assert sites.look() == []


def test_clouds_and_coverage_narrow_what_is_reported(provider, tmp_path):
    sites = Sites(provider, tmp_path, SITES[:2])
    clear = sites.look(MAX_CLOUD_COVER=10)
    assert clear
    assert all(row["cloud_cover"] <= 10 for row in clear)


def test_watches_of_other_names_are_apart_and_one_without_is_refused(provider, tmp_path):
    sites = Sites(provider, tmp_path, SITES[:1])
    first = sites.look()
    assert sites.look(WATCH="Another") == first
    with pytest.raises(QgsProcessingException, match="WATCH"):
        sites.look(WATCH="  ")


def test_a_folder_that_cannot_be_written_marks_nothing(provider, tmp_path):
    sites = Sites(provider, tmp_path, SITES[:1])
    blocked = tmp_path / "blocked"
    (blocked / "new_scenes.gpkg" / "in the way").mkdir(parents=True)
    with pytest.raises(QgsProcessingException, match="folder"):
        sites.look(FOLDER=str(blocked))
    assert sites.look()
    assert not list(Path(blocked).glob(".new_scenes*"))
    sites.expect_each_once(SITES[:1])


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_memory_that_was_lost_is_said_once(provider, tmp_path, is_deleted):
    """A scheduled watch that reports everything again must not look like news."""
    sites = Sites(provider, tmp_path)
    first = sites.look()
    assert not any("memory" in text for text in sites.said)
    for path in (tmp_path / "home").glob("journal.sqlite*"):
        path.unlink()
    if not is_deleted:
        (tmp_path / "home" / "journal.sqlite").write_bytes(b"no database at all" * 100)
    assert len(sites.look()) == len(first)
    assert any("its memory was lost" in text for text in sites.said)
    assert sites.look() == []
    assert not any("memory" in text for text in sites.said)


def test_a_damaged_journal_whose_watches_can_be_read_repeats_nothing(provider, tmp_path, later):
    sites = Sites(provider, tmp_path)
    sites.look()
    path = tmp_path / "home" / "journal.sqlite"
    with sqlite3.connect(path) as journal:
        journal.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = journal.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()[0]
    journal.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert sites.look() == []
    assert list(path.parent.glob("journal-damaged-*"))
    assert not any("memory" in text for text in sites.said)
    later(days=20)
    assert sites.look()
    sites.expect_each_once()
