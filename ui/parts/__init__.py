"""Small parts that several places of the dock are made of."""
