"""Scenes: what a test query finds, where it lies and what it covers."""
