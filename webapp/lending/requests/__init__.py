"""Requests: what was asked for at once, shown and judged as one, changed, given away, cancelled and restored."""
