"""What the dock tells at its top."""
