"""The same time every week."""
