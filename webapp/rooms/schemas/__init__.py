"""What rooms take and answer: a file for each noun."""
