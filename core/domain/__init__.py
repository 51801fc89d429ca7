"""The domain model as plain Python values; imports only the standard library."""
