"""A seeded fuzzer over every answer that the clients read."""
