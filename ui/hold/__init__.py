"""The confirmation of a credit hold."""
