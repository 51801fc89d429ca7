"""The classic service: projects, workflows and jobs."""
