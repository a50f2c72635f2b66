"""What one cell of a school's spreadsheet says: text in, a value or a problem out."""
