"""The HTTP layer: server, routes, complete and broken responses, byte ranges."""
