"""What several pages share: the address bar, a figure with its words, the look, messages about problems."""
