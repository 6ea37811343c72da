"""The pages of the menu group Share."""
