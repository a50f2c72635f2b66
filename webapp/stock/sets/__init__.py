"""Sets: things that are lent together."""
