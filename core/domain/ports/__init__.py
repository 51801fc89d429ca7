"""Ports: the interfaces through which use cases reach gateways, journal, downloads and host."""
