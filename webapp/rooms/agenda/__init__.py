"""What holds a room's time, as events of a calendar."""
