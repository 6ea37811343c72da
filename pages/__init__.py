"""What the reader meets: one file per page, in folders that follow the menu."""
