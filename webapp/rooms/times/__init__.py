"""When rooms are free, as days, weeks and months show it."""
