"""Single things: their tags, labels, care and what belongs to them."""
