"""The tab of scenes, and what it shows and does on the map."""
