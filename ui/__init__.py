"""Widgets: show the state of the application objects and pass on user actions."""
