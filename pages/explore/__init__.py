"""The pages of the menu group Explore."""
