"""Many areas at once: the areas of a layer, and the scenes found over each."""
