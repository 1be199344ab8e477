"""The method as plain data and pure functions."""
