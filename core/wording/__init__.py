"""Sentences and figures that both the dock and Processing show."""
