"""The pages of the menu group About."""
