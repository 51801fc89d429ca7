"""Deliveries on their way to disk and map, and what was bought before."""
