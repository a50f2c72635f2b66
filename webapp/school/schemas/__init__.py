"""What may be decided for the school, and what the API shows of it: a file for each noun."""
