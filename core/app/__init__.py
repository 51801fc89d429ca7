"""Main-thread objects that the user interface talks to."""
