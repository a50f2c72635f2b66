"""Units: which tagged things a loan is of: those on the shelf, chosen, named, or meant and no others."""
