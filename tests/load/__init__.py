"""Loading stock: many units, many lines, many clients, much history. Nothing here is timed against a goal."""
