"""What lending takes and answers."""
