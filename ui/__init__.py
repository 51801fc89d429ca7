"""Widgets: they show the state of the application objects and report what a person wants."""
