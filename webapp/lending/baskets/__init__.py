"""Baskets: what somebody puts together and sends as one request, or asks for again."""
