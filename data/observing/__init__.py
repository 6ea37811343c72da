"""Observations of indicators that somebody brings in: a file is read, checked as a whole, and becomes entries."""
