"""A client of the Sandbox that reaches it through a relay."""

from __future__ import annotations

from dataclasses import dataclass, replace

from up42_jobs.core.domain.connections import NetworkProfile


@dataclass(frozen=True)
class _ProxiedEverywhere(NetworkProfile):
    """Sends plain HTTP to this machine through the proxy too, which the product never does: no other address may be
    reached by plain HTTP, so that this is how a plain HTTP proxy is tested.
    """

    def proxies_for(self, url):
        proxy = self.find_proxy(url)
        return {"http": proxy, "https": proxy}


def relayed_profile(relay, authority, **options):
    """How to reach the relay's address."""
    trusted = str(authority.authorities) if authority is not None else None
    options = {"authorities_file": trusted, "timeout_s": 5.0, **options}
    if relay.proxy:
        return _ProxiedEverywhere(find_proxy=lambda url: relay.proxy, **options)
    return NetworkProfile(**options)


def relayed_stage(stage, relay, authority, **options):
    """Has clients that a stage opens from now on reach its Sandbox through the relay."""
    own = stage.sandbox.auth_url
    sign_in = relay.url + own[len(stage.sandbox.api_url) :] if own.startswith(stage.sandbox.api_url) else relay.url
    stage.connection = replace(stage.connection, api_url=relay.url, sign_in_url=sign_in)
    stage.network = relayed_profile(relay, authority, **options)
    stage.gateway.close()
    stage.gateway = stage.open_gateway()
    return stage
