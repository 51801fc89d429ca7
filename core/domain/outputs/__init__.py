"""What a job delivers, from the link to the file on disk."""
