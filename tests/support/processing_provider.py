"""Runs the provider's algorithms against a Sandbox, connected through environment variables alone."""

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
from up42_jobs.core.domain.connections import Service


class Feedback(QgsProcessingFeedback):
    """Keeps the messages that a user would read, and cancels once one of the words is among them."""

    def __init__(self, cancel_at=""):
        super().__init__(False)
        self.said = []
        self._cancel_at = cancel_at

    def pushInfo(self, info):
        self._note(info)

    def pushWarning(self, warning):
        self._note(warning)

    def reportError(self, error, fatalError=False):
        self._note(error)

    def _note(self, text):
        self.said.append(text)
        if self._cancel_at and self._cancel_at in text:
            self.cancel()


@contextmanager
def provider_of(sandbox, monkeypatch, home, service=Service.WORKFLOWS) -> Iterator[Any]:
    """The provider of a freshly loaded plugin, whose connection `Environment` is the Sandbox."""
    QgsSettings().remove("up42_jobs")
    monkeypatch.setenv("UP42_JOBS_HOME", str(home))
    monkeypatch.setenv("UP42_JOBS_API_URL", sandbox.api_url)
    monkeypatch.setenv("UP42_JOBS_SERVICE", service.value)
    if service is Service.PLATFORM:
        monkeypatch.setenv("UP42_JOBS_AUTH_URL", sandbox.auth_url)
        user, key = sandbox.user, sandbox.password
    else:
        user, key = sandbox.project_id, sandbox.project_key
    monkeypatch.setenv("UP42_JOBS_USER", user)
    monkeypatch.setenv("UP42_JOBS_KEY", key)
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
