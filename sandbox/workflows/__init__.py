"""The workflow jobs generation of the service."""
