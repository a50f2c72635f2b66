"""What repairs take and answer."""
