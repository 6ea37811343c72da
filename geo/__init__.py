"""The boundaries of Maluku: how they were built, and how they are read for drawing."""
