"""Closed days: what becomes of loans whose days close, foreseen, done and taken back."""
