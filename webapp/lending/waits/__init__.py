"""The queue for things of which none is free, and what is offered from it."""
