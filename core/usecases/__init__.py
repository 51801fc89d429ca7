"""What a person can ask for, as blocking functions on plain values."""
