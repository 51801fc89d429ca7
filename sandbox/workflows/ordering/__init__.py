"""Derives scenes and credits from the inputs of a job."""
