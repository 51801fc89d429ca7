"""The routes of the workflow jobs generation, one module per part of the service."""
