"""Lending for operators: `flask --app wsgi forget`."""

from .forgetting import forget

__all__ = ["forget"]
