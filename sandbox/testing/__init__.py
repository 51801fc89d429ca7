"""Faults, inspection routes and the request log: the parts that make the Sandbox a test double."""
