"""Everything of UP42 Jobs that is not a widget."""
