"""Addresses are parsed strictly: no second parser may read another host from them."""

from __future__ import annotations

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from up42_jobs.core.domain.addresses import Origin, is_address_safe, origin_of, resolved

API = "https://api.up42.com/v2/orders"


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\\@evil.example/",
        "https://evil.example@api.up42.com/",
        "https://user:key@api.up42.com/",
        "https:.evil.example/x",
        "https:/api.up42.com/x",
        "//api.up42.com/x",
        "https://api.up42.com:0/",
        "https://api.up42.com:99999/",
        "https://api.up42.com:4４3/",
        "https://api.up42。com/",
        "https://[::1/",
        "https://api.up42.com\n.evil.example/",
        "ftp://api.up42.com/",
        "file:///etc/passwd",
        "",
    ],
)
def test_an_address_that_can_be_read_in_two_ways_is_none(address):
    assert origin_of(address) is None
    assert not is_address_safe(address)


def test_an_origin_is_scheme_host_and_port():
    assert origin_of("HTTPS://API.up42.com/x?y#z") == Origin("https", "api.up42.com", 443)
    assert origin_of("http://127.0.0.1:8042") == Origin("http", "127.0.0.1", 8042)
    assert origin_of("https://[::1]:1/").is_loopback


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/v2/next?page=2", "https://api.up42.com/v2/next?page=2"),
        ("?page=2", "https://api.up42.com/v2/orders?page=2"),
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("https:.evil.example/x", None),
        ("https:x", None),
        ("javascript:alert(1)", None),
        ("http://evil.example\\@api.up42.com/x", None),
        ("\\\\evil.example\\x", None),
        ("https://[/x", None),
    ],
)
def test_a_link_leads_to_one_place_or_to_none(link, address):
    assert resolved(API, link) == address


# Pieces of which addresses that divide readers are made.
PIECES = ["http", "https", ":", "/", "//", "\\", "@", "evil.example", "127.0.0.1", "localhost", "#", "?", "["]
PIECES += ["::1", "]", ".", ":80", "%40", " ", "\t", "api.up42.com", "\u3002", "0"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_read_here_is_read_alike_by_the_library_that_connects(text):
    origin = origin_of(text)
    if origin is not None:
        read = urllib3.util.parse_url(text)
        ports = {"http": 80, "https": 443}
        assert (read.scheme, (read.host or "").strip("[]"), read.port or ports[read.scheme]) == origin
