"""Scripts define a connection by environment variables."""

from __future__ import annotations

from up42_jobs.core.domain.addresses import is_address_safe
from up42_jobs.core.domain.connections import Service
from up42_jobs.core.host.environment import EnvironmentAccess, environment_access


def test_no_address_means_no_connection():
    assert environment_access({}) is None


def test_classic_service_signs_in_where_it_answers():
    access = environment_access(
        {
            "UP42_JOBS_API_URL": "http://127.0.0.1:8042/",
            "UP42_JOBS_SERVICE": "workflows",
            "UP42_JOBS_USER": "project",
            "UP42_JOBS_KEY": "half",
        }
    )
    assert access is not None
    connection, credentials = access
    assert connection.name == "Environment"
    assert connection.service is Service.WORKFLOWS
    assert connection.api_url == connection.sign_in_url == "http://127.0.0.1:8042"
    assert (credentials.user, credentials.key) == ("project", "half")


def test_todays_service_signs_in_at_its_regions_address():
    access = environment_access({"UP42_JOBS_API_URL": "https://api.sa.up42.com"})
    assert access is not None
    assert access[0].service is Service.PLATFORM
    assert access[0].sign_in_url == "https://auth.sa.up42.com"


def test_the_secret_leaves_the_environment_once_it_was_read_and_comes_back_when_the_plugin_goes():
    """Expressions of QGIS read the environment, also one that came with a layer; a reloaded plugin reads it again."""
    environ = {"UP42_JOBS_API_URL": "https://api.up42.com", "UP42_JOBS_USER": "me", "UP42_JOBS_KEY": "hush-hush"}
    access = EnvironmentAccess(environ)
    assert "UP42_JOBS_KEY" not in environ
    for _ in range(2):
        found = access()
        assert found is not None
        assert (found[1].user, found[1].key) == ("me", "hush-hush")
    access.give_back()
    again = EnvironmentAccess(environ)()
    assert again is not None
    assert again[1].key == "hush-hush"
    late = access()
    assert late is not None
    assert late[1].key == "hush-hush"
    assert "UP42_JOBS_KEY" not in environ


def test_a_secret_that_is_set_later_counts():
    environ = {"UP42_JOBS_API_URL": "https://api.up42.com"}
    access = EnvironmentAccess(environ)
    for key in ("first", "second"):
        environ["UP42_JOBS_KEY"] = key
        found = access()
        assert found is not None
        assert found[1].key == key


def test_secret_is_not_shown_by_accident():
    access = environment_access({"UP42_JOBS_API_URL": "https://api.up42.com", "UP42_JOBS_KEY": "hush-hush"})
    assert "hush-hush" not in repr(access)


def test_plain_http_is_safe_on_this_machine_only():
    for address in ("https://api.up42.com", "http://127.0.0.1:8042", "http://localhost:1", "http://[::1]:8042"):
        assert is_address_safe(address)
    for address in ("http://api.up42.com", "http://127.0.0.1.example.org", "ftp://127.0.0.1", "", "nonsense"):
        assert not is_address_safe(address)
