"""Scripts describe a connection by environment variables alone."""

from __future__ import annotations

from up42_jobs.core.domain.connections import Service, is_address_safe
from up42_jobs.core.domain.environment import environment_access


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


def test_secret_is_not_shown_by_accident():
    access = environment_access({"UP42_JOBS_API_URL": "https://api.up42.com", "UP42_JOBS_KEY": "hush-hush"})
    assert "hush-hush" not in repr(access)


def test_plain_http_is_safe_on_this_machine_only():
    for address in ("https://api.up42.com", "http://127.0.0.1:8042", "http://localhost:1", "http://[::1]:8042"):
        assert is_address_safe(address)
    for address in ("http://api.up42.com", "http://127.0.0.1.example.org", "ftp://127.0.0.1", "", "nonsense"):
        assert not is_address_safe(address)
