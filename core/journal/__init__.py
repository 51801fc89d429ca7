"""The record of our jobs on this computer."""
