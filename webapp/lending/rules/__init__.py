"""Rules: what a loan may be: its days, how many pieces and how many loans, and who has to agree to it."""
