"""Delivered files as layers of a project."""
