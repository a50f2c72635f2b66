"""What time in a room costs, and whom."""
