"""The words of the field as plain Python values; imports nothing but the standard library."""
