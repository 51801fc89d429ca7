"""Live jobs: what they would hold, started once, watched, found again."""
