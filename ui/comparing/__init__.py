"""Two scenes of the list on the map, one beside or after the other."""
