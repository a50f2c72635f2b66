"""The desk: what is set aside, what leaves, what comes back and how, and what is settled later."""
