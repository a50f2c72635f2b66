"""Videos that Chromium takes for its camera, made of one still picture."""

import zxingcpp
from PIL import Image, ImageOps

WIDTH, HEIGHT = 640, 480
TABLE = 170  # its grey
NO_COLOUR = bytes([128]) * (WIDTH // 2 * HEIGHT // 2)
FRAMES = 5


def of(picture):
    """A file in the y4m format: a picture that lies on a table, somewhat askew, over and over."""
    small = ImageOps.contain(picture.convert("L"), (WIDTH * 3 // 4, HEIGHT * 3 // 4))
    turned = small.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE)
    table = Image.new("L", (WIDTH, HEIGHT), TABLE)
    middle = (WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2
    table.paste(turned, middle)
    frame = b"FRAME\n" + table.tobytes() + 2 * NO_COLOUR
    return b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT) + FRAMES * frame


def barcode(kind, text):
    """A barcode as it is printed, with white around it."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    drawn = memoryview(zxingcpp.write_barcode_to_image(made, scale=4))
    height, width = drawn.shape[:2]
    return ImageOps.expand(Image.frombytes("L", (width, height), drawn.tobytes()), 40, 255)
