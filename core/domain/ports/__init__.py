"""The border of the domain: what use cases ask of gateways, journal, downloads and host."""
