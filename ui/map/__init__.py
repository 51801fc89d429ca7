"""What the plugin draws on the map canvas, and its map tools."""
