"""What a finished job delivered: fetched, listed, verified."""
