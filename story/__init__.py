"""What the dashboard tells: sentences and key numbers computed from the tables and the selection."""
