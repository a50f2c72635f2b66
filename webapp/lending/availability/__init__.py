"""Availability: how many of an item are free from day to day, and when a certain unit is not."""
