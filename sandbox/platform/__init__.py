"""Today's platform: glossary, catalog, orders and storage."""
