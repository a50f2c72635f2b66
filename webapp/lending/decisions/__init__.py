"""Decisions: what is asked for is approved or declined, and what is promised is rearranged or given up."""
