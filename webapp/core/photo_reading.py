"""Reading photos: what somebody sends becomes a WebP in three sizes, with nothing else of what was in the file."""

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageCms import ImageCmsProfile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from .errors import Invalid
from .photo_sizes import FACE, FULL, LARGEST_FILE, PAGE, SIDES, Photo
from .words import _, ngettext

MOST_PIXELS = {  # a JPEG shrinks while it is decoded, the others take 4 bytes a pixel, a WebP four times that
    "JPEG": 65_000_000,
    "MPO": 65_000_000,  # a JPEG with a second one behind it
    "PNG": 16_000_000,
    "GIF": 16_000_000,
    "WEBP": 6_000_000,
}
LONGEST_SIDE = 20_000  # pixels; the widest panorama of a phone has fewer
FACE_BYTES = 6_000  # a list has fifty of them
QUALITIES = {FULL: (78,), PAGE: (74,), FACE: (70, 55, 40, 25, 10, 1)}
READERS = (JpegImageFile, PngImageFile, WebPImageFile, GifImageFile)
FORMATS = tuple(str(reader.format) for reader in READERS)
SHRINKS = ("JPEG", "MPO")
STRIP = 64  # rows of the result that are worked on at a time
ORIENTATION = 0x0112  # of EXIF
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
HEIC = re.compile(rb"....ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1)", re.DOTALL)
SRGB = ImageCms.createProfile("sRGB")
Image.MAX_IMAGE_PIXELS = MOST_PIXELS[
    "JPEG"
]  # Pillow's own guard, for what `_check` does not see
_one_at_a_time = Lock()  # so that the memory of one is all that is needed


def read(data: bytes) -> Photo:
    """The photo in a file that somebody sent; the same one has the same name. Invalid at `photo` if it is none."""
    with _one_at_a_time:
        try:
            return _kept(_small(_opened(data)))
        except Invalid:
            raise
        except Exception:  # whatever a decoder stumbles over in a broken file
            raise _no(
                _("This photo is broken, or did not arrive whole. Send it again")
            ) from None


def _no(words: str) -> Invalid:
    return Invalid(fields={"photo": words})


def _opened(data: bytes) -> Image.Image:
    """The picture, of which no pixel is decoded yet."""
    if not data:
        raise _no(_("Choose a photo"))
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 1_000_000
        raise _no(_("This file is too large: a photo has at most %(most)s MB", most=most))
    if HEIC.match(data):
        words = _(
            "HEIC photos cannot be read here. Send it as JPEG; an iPhone takes those with Settings, Camera, "
            "Formats, Most Compatible"
        )
        raise _no(words)
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise _no(
            _("This is no photo that can be read here. Send a JPEG, PNG or WebP")
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many("JPEG") from None
    _check(image)
    return image


def _check(image: Image.Image) -> None:
    kind = image.format or ""
    if max(image.size) > LONGEST_SIDE:  # of one a pixel wide, every row is a strip
        words = ngettext(
            "This photo is too long: at most %(num)s pixel on its longer side",
            "This photo is too long: at most %(num)s pixels on its longer side",
            LONGEST_SIDE,
        )
        raise _no(words)
    if image.width * image.height > MOST_PIXELS[kind]:
        raise _too_many(kind)
    if kind != "MPO" and getattr(image, "is_animated", False):
        raise _no(_("This picture moves. Send one that stands still"))


def _too_many(kind: str) -> Invalid:
    most = MOST_PIXELS[kind] // 1_000_000
    if kind in SHRINKS:
        return _no(_("This photo is too large: at most %(most)s megapixels", most=most))
    words = _(
        "This photo is too large: at most %(most)s megapixels, unless you send it as JPEG",
        most=most,
    )
    return _no(words)


def _small(image: Image.Image) -> Image.Image:
    """Upright, on white, in the colours of screens, and no larger than is kept; nothing but its pixels."""
    wanted = _fitting(image.size, SIDES[FULL])
    if image.format in SHRINKS:
        image.draft(None, wanted)
    image.load()
    factor = max(1, min(image.width // wanted[0], image.height // wanted[1]))
    small = _reduced(image, factor).resize(wanted, Image.Resampling.LANCZOS)
    small = _in_screen_colours(small, image.info.get("icc_profile"))
    turn = UPRIGHT.get(_orientation(image))
    return small if turn is None else small.transpose(turn)


def _fitting(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size of the same shape whose longer side is at most so long."""
    longer = max(size)
    if longer <= side:
        return size
    width, height = (max(1, round(each * side / longer)) for each in size)
    return width, height


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """As many times smaller, strip by strip: whole it would be in memory twice, or three times with transparency."""
    size = (-(-image.width // factor), -(-image.height // factor))
    reduced = Image.new("RGB", size)
    for top in range(0, size[1], STRIP):
        bottom = min(image.height, (top + STRIP) * factor)
        strip = _flat(image.crop((0, top * factor, image.width, bottom)))
        reduced.paste(strip.reduce(factor), (0, top))
    return reduced


def _flat(strip: Image.Image) -> Image.Image:
    """In RGB, and where it is transparent, white."""
    if strip.mode.startswith("I"):  # 16 bits a pixel, which a conversion would cut off
        return strip.point(_of_256).convert("L").convert("RGB")
    if strip.has_transparency_data:
        white = Image.new("RGBA", strip.size, "white")
        return Image.alpha_composite(white, strip.convert("RGBA")).convert("RGB")
    return strip.convert("RGB")


def _of_256(value: float) -> float:
    return value * (1 / 256)


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """As the camera meant them, for its profile is not kept; as they are where that says nothing of use."""
    if not profile:
        return image
    try:
        camera = ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, camera, SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # notes that nobody can read are no reason to refuse a photo
        return 1


def _kept(image: Image.Image) -> Photo:
    shapes: dict[str, Callable[[], Image.Image]] = {
        FULL: lambda: image,
        PAGE: lambda: image.resize(_fitting(image.size, SIDES[PAGE])),
        FACE: lambda: ImageOps.fit(image, (min(SIDES[FACE], *image.size),) * 2),
    }
    sizes = {name: _encoded(make(), QUALITIES[name]) for name, make in shapes.items()}
    return Photo(sha256(sizes[FULL]).hexdigest(), *image.size, sizes)


def _encoded(image: Image.Image, qualities: tuple[int, ...]) -> bytes:
    """In the first of these qualities in which it is small enough for a list, else the last."""
    data = b""
    for quality in qualities:
        file = BytesIO()
        image.save(file, "WEBP", quality=quality, method=4)
        data = file.getvalue()
        if len(data) <= FACE_BYTES:
            break
    return data
