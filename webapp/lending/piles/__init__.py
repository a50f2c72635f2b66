"""Piles: many things handed out, or taken back, in one act at the desk."""
