"""The movements that are the truth about stock, and the proof that nobody changed them."""
