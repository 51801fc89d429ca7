"""The routes of the workflow jobs generation, a module a part of the service."""
