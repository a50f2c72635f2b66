"""How items are numbered."""
