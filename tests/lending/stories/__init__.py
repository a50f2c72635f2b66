"""What people try at the lending desk over sixty days, and what must be true after each of it."""
