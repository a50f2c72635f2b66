"""Keeping longer: another due day for what is out, set by staff, taken by borrowers, or asked for."""
