"""Finding scenes and looking at them."""
