"""Delivered orders: assets, and the STAC items and collections that describe them."""
