"""Orders: estimate, placement, status, cancellation."""
