"""The area of interest: where it comes from, how it is drawn, how the map shows it."""
