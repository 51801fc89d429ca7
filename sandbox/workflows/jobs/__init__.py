"""Jobs and their progress over time."""
