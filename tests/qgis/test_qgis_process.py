"""The algorithms, a batch and the shipped model run under `qgis_process` with environment variables only."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from osgeo import gdal, ogr
from support import area_samples as samples
from support.forty_areas import SAMPLES, rows_of, write_layer

from up42_jobs.core.domain.clock import utc_now

ROOT = Path(__file__).resolve().parents[2]
# Debian's wrapper adds an option that the program behind it rejects.
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
PRODUCT = "oneatlas-pleiades-display:1"
AREAS = (
    "-0.40,-0.39,39.40,39.41 [EPSG:4326]",
    "13.40,13.41,52.50,52.51 [EPSG:4326]",
    "179.5,179.51,-17.01,-17 [EPSG:4326]",
)


@pytest.fixture
def surroundings(sandbox, tmp_path):
    """The environment variables of a program with a profile of its own, in which the plugin is enabled."""
    plugins = tmp_path / "profiles/default/python/plugins"
    plugins.mkdir(parents=True)
    (plugins / "up42_jobs").symlink_to(ROOT)
    settings = tmp_path / "profiles/default/QGIS"
    settings.mkdir()
    for version in (3, 4):
        (settings / f"QGIS{version}.ini").write_text("[PythonPlugins]\nup42_jobs=true\n")
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path),
        "QGIS_AUTH_DB_DIR_PATH": str(tmp_path),
        "UP42_JOBS_HOME": str(tmp_path / "home"),
        "UP42_JOBS_API_URL": sandbox.api_url,
        "UP42_JOBS_SERVICE": "workflows",
        "UP42_JOBS_USER": sandbox.project_id,
        "UP42_JOBS_KEY": sandbox.project_key,
    }


@pytest.fixture
def process(surroundings):
    """Runs the program and returns exit code, results and everything it printed."""

    def run(algorithm, **inputs):
        words = [f"{name}={value}" for name, value in inputs.items()]
        done = subprocess.run(
            [PROGRAM, "--json", "run", algorithm, "--", *words],
            env=surroundings, capture_output=True, text=True, timeout=120,
        )
        start = done.stdout.find("{")
        results = json.loads(done.stdout[start:]).get("results", {}) if start >= 0 and done.returncode == 0 else {}
        return done.returncode, results, done.stdout + done.stderr

    return run


def test_batch_over_three_areas_gives_valid_files(process, tmp_path):
    for number, area in enumerate(AREAS):
        code, found, text = process(
            "up42jobs:testquery",
            CONNECTION="Environment", PRODUCT=PRODUCT, EXTENT=area, LIMIT=2, FOLDER=str(tmp_path / f"area-{number}"),
        )
        assert code == 0, text
        source = ogr.Open(found["SCENES"].split("|")[0])
        assert source.GetLayer().GetFeatureCount() == found["SCENE_COUNT"] == 2
        for path in Path(found["FOLDER"]).rglob("*.tif"):
            assert gdal.Open(str(path)) is not None


def test_budget_one_credit_too_small_ends_with_the_sentence_and_no_order(process, sandbox, tmp_path):
    parameters = {"CONNECTION": "Environment", "PRODUCT": PRODUCT, "EXTENT": AREAS[0], "LIMIT": 1}
    code, estimate, text = process("up42jobs:estimate", **parameters)
    assert code == 0, text
    hold, most = estimate["HOLD_CREDITS"], estimate["MAX_ESTIMATE"]
    folder = str(tmp_path / "job")
    code, _, text = process("up42jobs:runjob", **parameters, MAX_CREDITS=most - 1, FOLDER=folder)
    assert code != 0
    assert f"{hold} credits" in text
    assert "Traceback" not in text
    assert sandbox.jobs == []
    code, done, text = process("up42jobs:runjob", **parameters, MAX_CREDITS=most, FOLDER=folder)
    assert code == 0, text
    assert done["STATUS"] == "SUCCEEDED"
    assert any(gdal.Open(path) is not None for path in done["OUTPUT_FILES"].splitlines() if path.endswith(".tif"))
    assert sandbox.project_key not in text


def test_shipped_model_keeps_the_clear_scenes(process, tmp_path):
    model = ROOT / "resources/models/clear_scenes.model3"
    code, _found, text = process(
        str(model),
        connection="Environment", product=PRODUCT, area=AREAS[0], limit=12, cloud=10,
        **{"clear:Clear scenes": str(tmp_path / "clear.gpkg")},
    )
    assert code == 0, text
    source = ogr.Open(str(tmp_path / "clear.gpkg"))
    covers = [feature.GetField("cloud_cover") for feature in source.GetLayer()]
    assert covers
    assert max(covers) < 10


def test_forty_areas_end_well_although_some_of_them_cannot_be_used(process, sandbox, tmp_path):
    # A process of its own, for QGIS's check of geometries; the invalid area comes twice.
    areas = write_layer(tmp_path / "sites.gpkg", (*SAMPLES, SAMPLES[11]))
    for _ in range(2):
        code, found, text = process(
            "up42jobs:testqueryareas",
            CONNECTION="Environment", PRODUCTS=PRODUCT, AREAS=f"{areas}|layername=sites", NAME_FIELD="title", LIMIT=1,
            QUICKLOOKS="false", PRICES="false", FOLDER=str(tmp_path / "many"),
        )
        assert code == 0, text
        assert (found["AREA_COUNT"], found["FAILED_COUNT"]) == (41, 4)
        assert found["SCENE_COUNT"] == len(rows_of(found["SCENES"])) == 37
        assert len(rows_of(found["AREAS_REPORT"])) == 41


def test_areas_that_cannot_be_used_end_with_their_parameter_and_cause(process, sandbox, tmp_path):
    # A process of its own, since QGIS's check of geometries ended it with a signal instead of a sentence.
    bow = {"type": "Polygon", "coordinates": [[[13, 52], [13.1, 52.1], [13.1, 52], [13, 52.1], [13, 52]]]}
    crossing = samples.geojson(tmp_path / "crossing.geojson", bow)
    nowhere = samples.shapefile(tmp_path / "nowhere.shp", samples.wkt((0, 0, 150, 80)), epsg=0)
    for inputs, words in (
        ({"AOI": crossing}, "AOI: The outline crosses"),
        ({"AOI": nowhere}, "AOI: The coordinates have no coordinate reference system"),
        ({"EXTENT": "13,13.1,52,52.1"}, "EXTENT: The coordinates have no coordinate reference system"),
    ):
        code, _, text = process("up42jobs:estimate", CONNECTION="Environment", PRODUCT=PRODUCT, LIMIT=1, **inputs)
        assert code == 1, text
        assert words in text
        assert "Choose an area" not in text


def test_the_watch_of_the_cookbook_writes_a_report_of_each_new_scene_once(surroundings, tmp_path):
    text = (ROOT / "docs/cookbook.md").read_text(encoding="utf-8")
    block = text.partition("Save this as `watch.sh`.")[2].partition("\n**cron**")[0].partition("\n    #!/")[2]
    script = "#!/" + "\n".join(line[4:] if line.startswith("    ") else line for line in block.split("\n"))
    script = script.replace("qgis_process.bin", PROGRAM).replace("phr-display", PRODUCT).replace("=name", "=title")
    file = tmp_path / "watch.sh"
    file.write_text(script, encoding="utf-8")
    sites = write_layer(tmp_path / "sites.gpkg", (SAMPLES[4], SAMPLES[11]._replace(given="<b>Bow</b>")))
    start = (utc_now() - timedelta(days=60)).strftime("%Y-%m-%d")
    file.write_text(script.replace("START=2026-01-01", f"START={start}"), encoding="utf-8")
    reports = []
    for number in range(2):
        done = subprocess.run(
            ["bash", str(file), str(tmp_path / f"found {number}")],
            env={**surroundings, "SITES": str(sites)}, capture_output=True, text=True, timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        reports.append(Path(done.stdout.strip()).read_text(encoding="utf-8"))
    assert re.search(r"<h1>[1-9]\d* new scenes</h1>", reports[0])
    assert "<td>Feld</td>" in reports[0]
    # The area that failed is reported each time, and a name is no markup.
    assert "<h1>0 new scenes</h1>" in reports[1]
    assert "&lt;b&gt;Bow" in reports[1]
    assert surroundings["UP42_JOBS_KEY"] not in "".join(reports)
