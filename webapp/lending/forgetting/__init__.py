"""Forgetting: who had what is over for long is remembered no more; what was lent, and when, stays."""
