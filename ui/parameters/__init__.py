"""A job's parameters as a form built from the product's schema, and as JSON."""
