"""Rooms shut for a time, and what becomes of the bookings in the way."""
