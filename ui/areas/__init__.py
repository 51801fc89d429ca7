"""The list of scenes over many areas."""
