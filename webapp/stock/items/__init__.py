"""What the school has: items, and the brands, suppliers and categories they are sorted by."""
