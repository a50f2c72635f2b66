"""Forgotten: who stands where somebody stood whom the school remembers no more. Nobody sees, chooses or signs in as it.

It is a user, as `system_user` is, so that what names a person needs no exception.
"""

ID = -1  # people count from 1, and no input takes less
NAME = "Forgotten"
