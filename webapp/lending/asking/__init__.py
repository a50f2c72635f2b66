"""Asking: what can be asked for, on which days and what would do instead, and the asking itself."""
