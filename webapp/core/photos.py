"""Photos that somebody sends, read by a module of their own: with Pillow it takes 6 MiB, and most get none."""

from .photo_sizes import Photo


def read(data: bytes) -> Photo:
    """The photo in a file that somebody sent; the same one has the same name. Invalid at `photo` if it is none."""
    from . import photo_reading

    return photo_reading.read(data)
