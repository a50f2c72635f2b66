"""Queues: who waits for an item, when their turn is likely, and what that leaves for whoever comes after them."""
