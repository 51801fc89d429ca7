"""From a signed link to files on the disk: `HttpDownloads`."""

from .http_downloads import HttpDownloads

__all__ = ["HttpDownloads"]
