"""Scenes: the results of a test query, their placement and their cover of the area."""
