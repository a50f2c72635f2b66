"""Photos: what is kept of one that somebody sent."""

from typing import NamedTuple

LARGEST_FILE = 20_000_000  # bytes
FACE, PAGE, FULL = "face", "page", "full"
SIDES = {FULL: 1600, PAGE: 720, FACE: 128}  # pixels, of the longer side; a face is a square
SIZES = tuple(SIDES)


class Photo(NamedTuple):
    """What is kept of a photo: its name, how many pixels the largest size has, and each size as WebP."""

    hash: str
    width: int
    height: int
    sizes: dict[str, bytes]


def read(data: bytes) -> Photo:
    """The photo in a file that somebody sent; the same one has the same name. Invalid at `photo` if it is none."""
    from . import photo_reading  # with Pillow 6 MiB that who gets no photo need not have

    return photo_reading.read(data)
