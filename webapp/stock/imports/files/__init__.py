"""What a spreadsheet program saved: which kind of file it is, by its content, and the lines in it."""
