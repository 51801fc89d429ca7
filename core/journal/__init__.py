"""The journal: the record of our jobs on this computer."""
