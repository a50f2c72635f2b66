"""Telling people what is due soon and what is late, and keeping who was told what."""
