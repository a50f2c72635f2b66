"""The one box: what somebody types or scans, and what of the school is meant by it."""
