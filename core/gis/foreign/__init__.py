"""Foreign files: the only place that opens them, and the checks before it does."""
