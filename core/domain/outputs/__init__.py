"""Outputs: what a job delivers, from the link to the file on disk."""
