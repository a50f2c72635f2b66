"""What becomes of a photo: three small files of WebP, upright, with nothing but pixels; or words that say why not."""

import struct
import zlib

import pytest
from PIL import Image, ImageCms

from tests.support.photographs import (
    file_of,
    jpeg,
    moving,
    opened,
    picture,
    with_place,
)
from webapp.core import photo_sizes, photos
from webapp.core.errors import Invalid

RED, TEAL = (254, 0, 0), (0, 128, 128)


HELD = [  # as EXIF numbers it, where the corner is then, and whether it is as wide as before
    (1, (4, 4), True),
    (2, (-4, 4), True),
    (3, (-4, -4), True),
    (4, (4, -4), True),
    (5, (4, 4), False),
    (6, (-4, 4), False),
    (7, (-4, -4), False),
    (8, (4, -4), False),
]


def like(colour, other, by=12):
    return all(abs(one - two) <= by for one, two in zip(colour, other, strict=True))


def full(data):
    return opened(photos.read(data).sizes["full"])


def refusal(data):
    with pytest.raises(Invalid) as no:
        photos.read(data)
    return no.value.fields["photo"]


def claims(width, height):
    """A PNG whose head says that it is so large; there is nothing behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", b""), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_large_photo_is_kept_in_three_sizes():
    photo = photos.read(file_of(picture(4032, 3024)))
    sizes = {name: opened(data).size for name, data in photo.sizes.items()}
    assert sizes == {"full": (1600, 1200), "page": (720, 540), "face": (128, 128)}
    assert (photo.width, photo.height) == (1600, 1200)
    assert {opened(data).format for data in photo.sizes.values()} == {"WEBP"}


def test_a_small_one_is_not_made_larger():
    photo = photos.read(file_of(picture(60, 40)))
    sizes = {name: opened(data).size for name, data in photo.sizes.items()}
    assert sizes == {"full": (60, 40), "page": (60, 40), "face": (40, 40)}


@pytest.mark.parametrize("size", [(1, 1), (5000, 1), (1, 5000)])
def test_the_oddest_shapes_are_photos_too(size):
    assert opened(photos.read(file_of(Image.new("RGB", size))).sizes["face"]).size == (1, 1)


def test_a_face_is_small_enough_for_a_list_whatever_it_shows():
    noise = Image.effect_noise((800, 600), 200).convert("RGB")
    assert len(photos.read(file_of(noise, quality=95)).sizes["face"]) <= 6_000


def test_nothing_of_where_and_by_what_it_was_taken_is_kept():
    data = with_place()
    assert opened(data).getexif()[0x010F] == "Telltale"
    for kept in photos.read(data).sizes.values():
        image = opened(kept)
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()
        assert b"Telltale" not in kept


@pytest.mark.parametrize(("orientation", "corner", "is_upright"), HELD)
def test_it_stands_as_the_camera_was_held(orientation, corner, is_upright):
    image = full(with_place(orientation))
    assert image.size == ((320, 240) if is_upright else (240, 320))
    x, y = (at % side for at, side in zip(corner, image.size, strict=True))
    assert like(image.getpixel((x, y)), RED)
    opposite = (image.width - 1 - x, image.height - 1 - y)
    assert like(image.getpixel(opposite), TEAL)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_other_kinds_that_stand_still_are_photos(kind):
    assert like(full(file_of(picture(), kind)).getpixel((300, 200)), TEAL, by=24)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_colours_of_print_and_grey_are_told_in_those_of_screens(mode):
    image = full(file_of(picture().convert(mode)))
    expected = picture().convert(mode).convert("RGB").getpixel((300, 200))
    assert like(image.getpixel((300, 200)), expected)


def test_sixteen_bits_a_pixel_are_not_cut_off():
    grey = Image.linear_gradient("L").convert("I").point(lambda value: value * 256)
    image = full(file_of(grey.convert("I;16"), "PNG"))
    assert image.getpixel((128, 128))[0] in range(122, 135)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode):
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image = clear.quantize() if mode == "P" else clear.convert(mode)
    options = {"transparency": image.getpixel((0, 0))} if mode == "P" else {}
    assert like(full(file_of(image, "PNG", **options)).getpixel((20, 20)), (255, 255, 255))


def test_a_cameras_wide_colours_are_told_in_those_of_screens():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert like(full(jpeg(icc_profile=lab)).getpixel((300, 200)), TEAL)
    assert like(full(jpeg(icc_profile=b"nonsense")).getpixel((300, 200)), TEAL)


def test_two_photos_in_one_file_of_a_camera_are_the_first():
    two = [picture(), picture(colour="navy")]
    data = file_of(two[0], "MPO", save_all=True, append_images=two[1:])
    assert like(full(data).getpixel((300, 200)), TEAL)


def test_the_same_photo_has_the_same_name_wherever_it_was_taken():
    assert photos.read(with_place()).hash == photos.read(jpeg(comment=b"Elsewhere")).hash
    assert photos.read(jpeg()).hash != photos.read(jpeg("navy")).hash


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_refused(kind):
    assert "moves" in refusal(moving(kind))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose a photo"),
        (b"Dear school, this is my violin", "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>", "no photo"),
        (b"%PDF-1.7", "no photo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "no photo"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(data, words):
    assert words in refusal(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_did_not_arrive_whole_is_refused(kind):
    data = file_of(Image.effect_noise((400, 300), 90).convert("RGB"), kind)
    assert "broken" in refusal(data[: len(data) // 2])


def test_too_many_bytes_are_refused_before_anything_is_read():
    assert "20 MB" in refusal(b"\xff\xd8\xff" + b"\0" * photo_sizes.LARGEST_FILE)


@pytest.mark.parametrize("size", [(1, 20_001), (20_001, 1), (1, 15_999_000)])
def test_what_is_too_long_is_refused_before_it_is_decoded(size):
    assert "20,000 pixels" in refusal(claims(*size))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_too_long_a_picture_is_refused_though_it_is_small(kind):
    assert "too long" in refusal(file_of(Image.new("L", (20_001, 1)), kind))


def test_as_long_as_may_be_is_a_photo():
    assert opened(
        photos.read(file_of(Image.new("L", (20_000, 1)), "PNG")).sizes["full"]
    ).size == (1600, 1)


@pytest.mark.parametrize("size", [(10_000, 10_000), (12_000, 12_000), (4_100, 4_000)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size):
    assert "megapixels" in refusal(claims(*size))


def test_a_hundred_megapixels_of_jpeg_are_refused():
    assert "megapixels" in refusal(file_of(Image.new("L", (10_000, 10_000)), quality=1))
