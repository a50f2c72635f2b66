"""The forms of lending."""
