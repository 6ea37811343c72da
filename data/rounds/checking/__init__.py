"""A draft against the tables: names, counts and values, every problem with a proposed fix."""
