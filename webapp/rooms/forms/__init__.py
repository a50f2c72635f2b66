"""The forms of rooms: a file for each noun."""
