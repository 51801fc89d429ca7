"""The jobs of a connection, followed to their end, and their credits."""
