"""Jobs and the time that they take."""
