"""The test query and its scenes, in the list, on the map and in time."""
