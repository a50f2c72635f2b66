"""Who came: check-in, doors, and what becomes of time nobody came for."""
