"""Bookings that wait for a teacher's answer."""
