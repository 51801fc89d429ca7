"""What a project has: blocks to choose from, workflows made of them, limits."""
