"""Delivered files: found, read, drawn, described and put on the map."""
