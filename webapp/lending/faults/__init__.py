"""Faults: what somebody says is broken of what they have; the desk knows of it until it is back."""
