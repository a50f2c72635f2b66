"""A school's own spreadsheet becomes items, units and one operation."""
