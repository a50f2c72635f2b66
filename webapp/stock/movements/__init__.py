"""What happened to stock, and what there was when, for people to read."""
