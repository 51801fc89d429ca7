"""A refused sign-in is reported with the service's own reason: retyping a password may lock an account."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.fixed_answers import FixedAnswers
from support.service_stage import Stage

from up42_jobs.core.api.platform.gateway import PlatformJobs
from up42_jobs.core.api.workflows.gateway import WorkflowJobs
from up42_jobs.core.domain.connections import Connection, Credentials, NetworkProfile, Service
from up42_jobs.core.domain.errors import ErrorKind, Up42Error

PAGE = "<!DOCTYPE html><html><head><title>Access\n denied by Example Guard</title></head><body></body></html>"


def refusal(status, body, service=Service.PLATFORM, **headers):
    """The error of a sign-in that a server answers like this."""
    with FixedAnswers(status, body, **headers) as server:
        connection = Connection("Mine", service, server.url, server.url)
        gateways = {Service.PLATFORM: PlatformJobs, Service.WORKFLOWS: WorkflowJobs}
        gateway = gateways[service](connection, Credentials("ana@example.org", "key"), NetworkProfile(timeout_s=10))
        try:
            with pytest.raises(Up42Error) as caught:
                gateway.sign_in()
        finally:
            gateway.close()
    return caught.value


def keycloak(code, words):
    return {"error": code, "error_description": words}


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize("words", ["Invalid user credentials", "Invalid username or password."])
def test_a_wrong_password_is_named_as_that(words, status):
    error = refusal(status, keycloak("invalid_grant", words))
    assert (error.kind, error.detail) == (ErrorKind.SIGN_IN_REFUSED, words)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, "invalid_grant", "Account is not fully set up"),
        (400, "invalid_grant", "Account disabled"),
        (400, "invalid_scope", "Invalid scopes: openid"),
        (401, "invalid_client", "Invalid client or Invalid client credentials"),
        (400, "unauthorized_client", "Client not allowed for direct access grants"),
        (404, "Realm does not exist", "Realm does not exist"),
        (403, "access_denied", "Your address is blocked"),
    ],
)
def test_any_other_refusal_is_in_the_words_of_the_service(status, code, words):
    """Only a wrong password is reported as such: typing it again does not fix the other causes."""
    error = refusal(status, keycloak(code, words))
    assert (error.kind, error.detail, error.status) == (ErrorKind.SIGN_IN_DENIED, words, status)


@pytest.mark.parametrize(
    "words",
    ["Account uses single sign-on", "Please use SSO to log in", "User is linked to an identity provider"],
)
def test_an_account_behind_single_sign_on_is_named_as_that(words):
    """Such an account has no password for the password grant."""
    assert refusal(400, keycloak("invalid_grant", words)).kind is ErrorKind.SINGLE_SIGN_ON


@pytest.mark.parametrize("service", list(Service))
@pytest.mark.parametrize("status", [200, 401, 403])
def test_a_page_of_a_proxy_is_named_as_that_with_its_title(status, service):
    error = refusal(status, PAGE, service)
    assert error.kind is ErrorKind.WEB_PAGE
    assert error.detail == f"HTTP {status}: Access denied by Example Guard"


def test_a_way_to_the_sign_in_of_a_network_is_a_page_too():
    assert refusal(302, "", Location="https://login.example/").kind is ErrorKind.WEB_PAGE


@pytest.mark.parametrize(("status", "kind"), [(429, ErrorKind.RATE_LIMITED), (500, ErrorKind.SERVER_FAILED)])
def test_a_service_in_trouble_refuses_nobody(status, kind, monkeypatch):
    monkeypatch.setattr("up42_jobs.core.api.transport.FIRST_PAUSE_S", 0.01)
    assert refusal(status, keycloak("temporarily_unavailable", "Later")).kind is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, ErrorKind.SIGN_IN_REFUSED), (403, ErrorKind.SIGN_IN_DENIED), (400, ErrorKind.SIGN_IN_DENIED)],
)
def test_a_project_is_refused_for_its_key_or_in_the_words_of_the_service(status, kind):
    error = refusal(status, {"data": None, "error": {"code": status, "message": "The project"}}, Service.WORKFLOWS)
    assert (error.kind, error.detail) == (kind, "The project")


@pytest.mark.parametrize("service", list(Service))
@pytest.mark.parametrize("status", [200, 403])
def test_a_page_in_place_of_any_answer_is_named_as_that(status, service):
    """A captive portal answers every request like this after an hour."""
    with Stage(service=service) as stage, FixedAnswers(status, PAGE) as server:
        stage.connection = replace(stage.connection, api_url=server.url)
        with pytest.raises(Up42Error) as caught:
            stage.open_gateway().products()
    assert caught.value.kind is ErrorKind.WEB_PAGE


def test_a_missing_page_of_a_web_server_is_no_page_of_a_proxy():
    """A web server in front of a service answers unknown paths with its own page, which means "not found"."""
    with Stage(service=Service.PLATFORM) as stage, FixedAnswers(404, PAGE) as server:
        stage.connection = replace(stage.connection, api_url=server.url)
        with pytest.raises(Up42Error) as caught:
            stage.open_gateway().products()
    assert caught.value.kind is ErrorKind.NOT_FOUND
