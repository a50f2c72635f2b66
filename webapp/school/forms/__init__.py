"""The forms of what the school decides: a file for each noun."""
