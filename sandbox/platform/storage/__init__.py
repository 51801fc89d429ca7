"""What orders delivered: assets, and the STAC items and collections over them."""
