"""The journal of rounds, which forgets nothing: where it lies, what changes with an entry, its backup."""
