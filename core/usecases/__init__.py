"""Use cases as blocking functions on plain values."""
