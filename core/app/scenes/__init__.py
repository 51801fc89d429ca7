"""The test query and its scenes: list, map, temporal controller."""
