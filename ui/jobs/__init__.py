"""The Jobs tab and its dialogs."""
