"""Dialogs: each takes its data in the constructor, answers through one method and starts no request."""
