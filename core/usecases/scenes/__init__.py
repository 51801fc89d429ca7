"""The test query and what is kept of it."""
