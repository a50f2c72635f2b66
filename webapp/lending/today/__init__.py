"""Today: what the desk fetches off the shelves, who comes, and which promises cannot be kept."""
