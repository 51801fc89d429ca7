"""The tab of jobs."""
