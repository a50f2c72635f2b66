"""Backline itself, in whose name the worker acts: a user whom nobody sees, chooses or signs in as."""

from webapp.core.actor import Actor

ID = 0  # people count from 1, and no input takes less
ACTOR = Actor(ID, "Backline", "desk", sign_in_id=0)
