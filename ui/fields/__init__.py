"""Editors of single parts of a job's parameters: each shows the workbench's state and passes on what is typed."""
