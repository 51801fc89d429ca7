"""Today's service: catalog, orders and storage."""
