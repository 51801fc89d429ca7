"""Outputs of jobs: download, check and loading; assets that were bought earlier."""
