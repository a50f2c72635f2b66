"""Lists: who has what, had it or should have brought it back, looked up, drawn over time, or as a table."""
