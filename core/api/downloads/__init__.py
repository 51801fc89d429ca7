"""Downloads and extracts files behind signed links: `HttpDownloads`."""

from .http_downloads import HttpDownloads

__all__ = ["HttpDownloads"]
