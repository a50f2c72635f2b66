"""Lending for programs."""
