"""Counting what is really there."""
