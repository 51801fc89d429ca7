"""The project: available blocks, workflows, limits."""
