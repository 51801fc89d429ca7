"""The jobs of a connection: list, monitor, ordering and credits."""
