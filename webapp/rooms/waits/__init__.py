"""The queue for time that is taken."""
