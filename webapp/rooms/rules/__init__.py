"""Who may book what, when and how much of it."""
