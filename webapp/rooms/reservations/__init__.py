"""Whose time is where: booked, changed, given back."""
