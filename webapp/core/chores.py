"""Chores: what the worker does for many, each in a transaction of its own, so that one that fails stops no other."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .db import reading, transaction
from .errors import Refusal
from .write_queue import REST

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outside:
    """A chore that waits for other servers, so it opens transactions of its own when it needs them."""

    act: Callable[[], object]

    def __call__(self) -> None:
        try:
            self.act()
        except Exception:  # the other server may be away: the next time it is there again
            log.exception("%s is held up", self.act.__module__)


@dataclass(frozen=True)
class ForEach:
    """`find` names those that are due, `act` sees to one; it looks again under its lock, for much may have happened.

    What `act` refuses stays as it is until the next time.
    """

    find: Callable[[], Iterable[int]]
    act: Callable[[int], bool]

    def __call__(self) -> int:
        """See to all of them; how many it was that `act` did something for."""
        with reading():
            ids = list(self.find())
        return sum(self._in_turn(id) for id in ids)

    def _in_turn(self, id: int) -> bool:
        done = self._see_to(id)
        time.sleep(REST)
        return done

    def _see_to(self, id: int) -> bool:
        try:
            with transaction():
                return self.act(id)
        except Refusal:
            return False
        except Exception:  # whatever it is, this one must not stop the others
            log.exception("%s %s is held up", self.act.__module__, id)
            return False
