"""Devices somebody signed in with before, told by a signed note in a cookie of their own.

The note opens nothing. It only tells a person's own browser from that of a stranger, who may be guessing.
"""

from hashlib import sha256
from secrets import randbits
from typing import NamedTuple

from webapp.core import signing
from webapp.core.errors import NotFound

LASTS_DAYS = 365
MOST = 20  # people a device remembers: at a school's desk many sign in


class Device(NamedTuple):
    number: int
    people: tuple[int, ...]

    def knows(self, email: str) -> bool:
        return _key(email) in self.people

    def source(self, email: str, address: str) -> str:
        """Where a try to sign in comes from: this device, if the person used it before, else the network's address."""
        return f"device {self.number:x}" if self.knows(email) else address

    def note(self, email: str) -> str:
        """What the device keeps once this person has signed in."""
        others = [each for each in self.people if each != _key(email)]
        return signing.sign("device", self.number, _key(email), *others[: MOST - 1])


def read(note: str) -> Device:
    """The device that holds this note; a new one if it is none of ours."""
    try:
        number, *people = signing.read("device", note, days=LASTS_DAYS)
    except NotFound:
        return Device(randbits(48), ())
    return Device(number, tuple(people))


def _key(email: str) -> int:
    return int(sha256(email.lower().encode()).hexdigest()[:12], 16)
