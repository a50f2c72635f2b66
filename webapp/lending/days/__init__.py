"""Days: when the school is open to fetch and to bring things, who comes then, and when a loan is due."""
