"""Loans: found, listed and taken to act on, with what was decided about them and their pieces: all else rests on it."""
