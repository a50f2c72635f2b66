"""Photos as they are kept: their sizes, and what else is known of one that somebody sent."""

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
