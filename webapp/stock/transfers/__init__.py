"""Things on their way from one location to another."""
