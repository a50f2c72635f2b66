"""Suspensions: who may neither ask, collect nor keep longer for a while, and why."""
