"""The Scenes tab and its map tools."""
