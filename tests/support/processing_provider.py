"""Runs the provider's algorithms against a classic Sandbox, connected through environment variables alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)

from up42_jobs import classFactory


class Feedback(QgsProcessingFeedback):
    """Keeps the messages that a user would read."""

    def __init__(self):
        super().__init__(False)
        self.told = []

    def pushInfo(self, info):
        self.told.append(info)

    def pushWarning(self, warning):
        self.told.append(warning)


@contextmanager
def provider_of(sandbox, monkeypatch, home) -> Iterator[Any]:
    """The provider of a freshly loaded plugin, whose connection `Environment` is the Sandbox."""
    QgsSettings().remove("up42_jobs")
    monkeypatch.setenv("UP42_JOBS_HOME", str(home))
    monkeypatch.setenv("UP42_JOBS_API_URL", sandbox.api_url)
    monkeypatch.setenv("UP42_JOBS_SERVICE", "workflows")
    monkeypatch.setenv("UP42_JOBS_USER", sandbox.project_id)
    monkeypatch.setenv("UP42_JOBS_KEY", sandbox.project_key)
    plugin = classFactory(None)
    try:
        plugin.initProcessing()
        yield QgsApplication.processingRegistry().providerById("up42jobs")
    finally:
        # A provider that stays makes every later test of this process fail.
        plugin.unload()


def run(provider, name, feedback=None, **parameters):
    """Runs an algorithm as the toolbox does; raises QgsProcessingException with its sentence."""
    algorithm = provider.algorithm(name).create()
    context, feedback = QgsProcessingContext(), feedback or Feedback()
    context.setProject(QgsProject.instance())
    # The toolbox's own default.
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    parameters.setdefault("CONNECTION", "Environment")
    ok, text = algorithm.checkParameterValues(parameters, context)
    if not ok:
        raise QgsProcessingException(text)
    results, ok = algorithm.run(parameters, context, feedback, catchExceptions=False)
    assert ok
    return results
