"""What holds the time of spaces: all else about rooms rests on it."""
