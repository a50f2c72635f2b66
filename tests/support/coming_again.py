"""Whoever is told that the school is too busy comes again in a moment, as the answer says: nothing was saved."""

import time

PATIENCE, PAUSE = 60, 0.05  # seconds


def until_served(send, *said, **more):
    """The first answer that is not 503."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = send(*said, **more)
        if answer.status_code != 503 or time.monotonic() > end:
            return answer
        time.sleep(PAUSE)
