"""What became of a price: payments, balances, statements."""
