"""Measuring Backline; also the empty gunicorn configuration of the bare limit."""
