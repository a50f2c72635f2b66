"""Photos that tests send, made by Pillow as they are needed."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

NORTH, LONDON = 1, ((51.0, 30.0, 0.0), (0.0, 7.0, 0.0))
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


@cache
def picture(width=320, height=240, colour="teal"):
    """Of one colour, with a red corner, by which one sees which way up it is."""
    image = Image.new("RGB", (width, height), colour)
    corner = (0, 0, width // 4, height // 4)
    ImageDraw.Draw(image).rectangle(corner, fill="red")
    return image


def file_of(image, kind="JPEG", **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(colour="teal", **options):
    return file_of(picture(colour=colour), **options)


def with_place(orientation=1):
    """A phone's photo, which says where it was taken, by what, and how to turn it."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Telltale", orientation
    exif[GPS] = {1: "N", 2: LONDON[0], 3: "W", 4: LONDON[1]}
    return file_of(picture(), exif=exif.tobytes(), comment=b"At home")


def moving(kind):
    frames = [picture(colour=colour) for colour in ("teal", "navy")]
    return file_of(frames[0], kind, save_all=True, append_images=frames[1:])


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def sent(*photos, **more):
    """A form as a browser sends it."""
    files = [(BytesIO(data), f"photo-{number}.jpg") for number, data in enumerate(photos)]
    return {"data": {"photo": files} | more, "content_type": "multipart/form-data"}
