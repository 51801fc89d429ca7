"""Orders: estimated, placed, followed, cancelled."""
