"""Writers take turns, first come, first served, because SQLite's own waiting starves the unlucky.

Inside a process they stand in line; between processes the one at the head of each line holds a lock file.
"""

import os
import time
from collections import deque
from threading import Event, Lock

from .errors import Busy

try:
    import fcntl
except ImportError:  # Windows: one process only
    fcntl = None  # type: ignore[assignment]

LOOK = 0.002  # seconds between two looks at the other processes' lock
REST = (
    2 * LOOK
)  # after each of many writes, or no other process would ever find the lock free


class WriteQueue:
    def __init__(self, patience: float = 10.0) -> None:
        self.patience = patience
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[Event] = deque()
        self._file = -1

    def take(self, database: str | None = None) -> None:
        """Wait for our turn with this database file. Busy if it does not come in time."""
        end = time.monotonic() + self.patience
        self._stand_in_line()
        if database and fcntl:
            self._file = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT, 0o600)
            while not self._alone():
                if time.monotonic() >= end:
                    self.give()
                    raise Busy
                time.sleep(LOOK)

    def give(self) -> None:
        if self._file >= 0:
            os.close(
                self._file
            )  # which lets go of the lock, as the end of the process would
            self._file = -1
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _alone(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _stand_in_line(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            turn = Event()
            self._waiting.append(turn)
        if not turn.wait(self.patience):
            self._give_up(turn)

    def _give_up(self, turn: Event) -> None:
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise Busy  # not if the turn came while we were leaving: then we hold it
