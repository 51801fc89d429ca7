"""Scripts get the number of unreadable records, and a broken response fails instead of finding nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsSettings
from support.changed_answers import ChangedAnswers, changed_json

from up42_jobs import classFactory
from up42_jobs.sandbox import Sandbox

JOB = {"PRODUCT": "phr-display", "EXTENT": "-0.40,-0.39,39.40,39.41 [EPSG:4326]", "CONNECTION": "Environment"}


class Feedback(QgsProcessingFeedback):
    """Keeps the warnings."""

    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):
        self.warnings.append(warning)


@pytest.fixture
def relay():
    with Sandbox() as running, ChangedAnswers(running) as relay:
        relay.sandbox = running
        yield relay


@pytest.fixture
def algorithm(qgis_app, relay, tmp_path, monkeypatch):
    """The test query on today's service behind a server that changes its answers."""
    QgsSettings().remove("up42_jobs")
    for name, value in {
        "HOME": str(tmp_path / "home"),
        "API_URL": relay.url,
        "AUTH_URL": relay.sandbox.auth_url.replace(relay.sandbox.api_url, relay.url),
        "SERVICE": "platform",
        "USER": relay.sandbox.user,
        "KEY": relay.sandbox.password,
    }.items():
        monkeypatch.setenv(f"UP42_JOBS_{name}", value)
    plugin = classFactory(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("up42jobs").algorithm("testquery").create()
    plugin.unload()


def test_scenes_that_could_not_be_read_are_counted_in_a_warning(algorithm, relay, tmp_path):
    pages = []

    def spoilt(document):
        if not pages:
            document["features"][:2] = [None, {"properties": {"id": []}}]
        pages.append(document)
        return document

    relay.change = changed_json("/search", spoilt)
    feedback = Feedback()
    found, ok = algorithm.run({**JOB, "LIMIT": 5, "FOLDER": str(tmp_path)}, QgsProcessingContext(), feedback)
    assert ok
    assert found["SCENE_COUNT"] == 5
    assert any("2 scenes" in warning for warning in feedback.warnings)
    assert len(json.loads(Path(found["DATA_JSON"]).read_text(encoding="utf-8"))["features"]) == 5


def test_broken_answer_fails(algorithm, relay, tmp_path):
    relay.change = changed_json("/search", lambda document: {**document, "features": None})
    parameters = {**JOB, "LIMIT": 5, "FOLDER": str(tmp_path)}
    with pytest.raises(QgsProcessingException, match="cannot be read"):
        algorithm.run(parameters, QgsProcessingContext(), Feedback(), catchExceptions=False)
