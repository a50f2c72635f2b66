"""Stock's forms: a file for each noun."""
