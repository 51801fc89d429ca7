"""Scene search and scene images."""
