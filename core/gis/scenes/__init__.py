"""Scenes as layers, as a file, and as a set that covers an area."""
