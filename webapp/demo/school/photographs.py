"""What the demo school's things look like: photographs that are drawn as it moves in, so that lists show faces."""

from collections.abc import Callable
from functools import partial
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import select

from webapp.core import photos
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.pictures import pictures

from .items import Kind
from .story import Story

WIDTH, HEIGHT = 800, 600
Colour = tuple[int, int, int]
Draw = Callable[[ImageDraw.ImageDraw, Colour], None]
HONEY, WALNUT, EBONY, SILVER = (178, 106, 44), (122, 66, 28), (38, 32, 30), (196, 200, 206)
WALLS: tuple[Colour, ...] = ((226, 219, 205), (206, 214, 222), (219, 212, 222))
FLOOR: Colour = (158, 138, 116)


def move_in(desk: Actor, what: dict[str, Kind]) -> None:
    """A photo of some things, two of the first; the others are still to be photographed."""
    for number, (name, draw, colour) in enumerate(THINGS):
        photo = photos.read(_taken(draw, colour, WALLS[number % len(WALLS)]))
        pictures.attach(desk, "item", what[name].id, photo)


def plan(story: Story, desk: Actor) -> None:
    """How violins looked as they left, and one as it came back, a little worn."""
    today = story.at(0, "00:05")
    story.plan(today, partial(_of_loan, desk, "out", "hand_out"), sure=False)
    for kind in ("hand_out", "return"):
        story.plan(today, partial(_of_loan, desk, "returned", kind), sure=False)


def _of_loan(desk: Actor, status: str, kind: str) -> None:
    query = select(Checkout.id).where(Checkout.item_name.startswith("Student Violin"))
    query = query.where(Checkout.stored_status == status).order_by(Checkout.id.desc())
    id = db.session.scalars(query.limit(1)).first()
    draw = _worn if kind == "return" else _bowed
    pictures.attach(desk, kind, id or 0, photos.read(_taken(draw, HONEY, WALLS[1])))


def _taken(draw: Draw, colour: Colour, wall: Colour) -> bytes:
    """A thing before a wall."""
    image = _room(wall)
    draw(ImageDraw.Draw(image), colour)
    file = BytesIO()
    image.save(file, "JPEG", quality=88)
    return file.getvalue()


def _room(wall: Colour) -> Image.Image:
    """With light from above, and on the floor the shadow of a thing."""
    image = Image.new("RGB", (WIDTH, HEIGHT), wall)
    light = Image.linear_gradient("L").resize((WIDTH, HEIGHT)).point(lambda by: by // 3)
    image.paste((60, 50, 44), mask=light)
    ImageDraw.Draw(image).rectangle((0, 505, WIDTH, HEIGHT), fill=FLOOR)
    shadow = Image.new("L", (WIDTH, HEIGHT))
    ImageDraw.Draw(shadow).ellipse((210, 520, 600, 570), fill=120)
    image.paste((30, 24, 20), mask=shadow.filter(ImageFilter.GaussianBlur(14)))
    return image


class Grid:
    """Places on a violin of some size, counted from the middle of its foot."""

    def __init__(self, pen: ImageDraw.ImageDraw, size: float) -> None:
        self.pen, self.size = pen, size

    def at(self, x: float, y: float) -> tuple[float, float]:
        return 400 + x * self.size, 545 - y * self.size

    def box(self, x: float, y: float, across: float, along: float) -> tuple[float, ...]:
        return (*self.at(x - across, y + along), *self.at(x + across, y - along))

    def line(self, *ends: float, fill: Colour, width: int) -> None:
        self.pen.line([self.at(*ends[:2]), self.at(*ends[2:])], fill=fill, width=width)


def _bowed(pen: ImageDraw.ImageDraw, colour: Colour, size: float = 1.0) -> None:
    """A violin, or what is built like one."""
    grid = Grid(pen, size)
    pen.ellipse(grid.box(0, 95, 98, 95), fill=colour)
    pen.ellipse(grid.box(0, 232, 78, 76), fill=colour)
    pen.rectangle(grid.box(0, 168, 60, 50), fill=colour)
    for x in (-34, 34):
        pen.arc(grid.box(x, 165, 9, 34), 90, 450, fill=EBONY, width=4)
    pen.rectangle(grid.box(0, 330, 12, 150), fill=EBONY)
    pen.rectangle(grid.box(0, 90, 16, 36), fill=EBONY)
    pen.ellipse(grid.box(0, 490, 20, 16), fill=colour)
    _strings(grid)


def _strings(grid: Grid) -> None:
    """With their bridge and pegs."""
    grid.line(-30, 136, 30, 136, fill=(224, 196, 150), width=8)
    for peg in (450, 470):
        grid.line(-30, peg, 30, peg, fill=EBONY, width=7)
    for string in (-7, -2, 3, 8):
        grid.line(string, 110, string / 2, 460, fill=SILVER, width=1)


def _worn(pen: ImageDraw.ImageDraw, colour: Colour) -> None:
    """A violin that somebody has put down hard."""
    _bowed(pen, colour)
    Grid(pen, 1).line(30, 60, 74, 96, fill=(236, 214, 176), width=4)


def _plucked(pen: ImageDraw.ImageDraw, colour: Colour) -> None:
    """A guitar."""
    pen.ellipse((285, 330, 515, 550), fill=colour)
    pen.ellipse((310, 225, 490, 390), fill=colour)
    pen.ellipse((362, 300, 438, 376), fill=EBONY)
    pen.rectangle((386, 50, 414, 330), fill=WALNUT)
    pen.rectangle((376, 20, 424, 74), fill=EBONY)
    pen.rectangle((352, 450, 448, 464), fill=EBONY)
    for fret in range(90, 290, 22):
        pen.line((386, fret, 414, fret), fill=SILVER, width=2)
    for string in range(390, 413, 4):
        pen.line((string, 50, string, 456), fill=SILVER, width=1)


def _blown(pen: ImageDraw.ImageDraw, colour: Colour) -> None:
    """A clarinet or a recorder, standing, with its keys."""
    pen.polygon([(386, 40), (414, 40), (418, 500), (382, 500)], fill=colour)
    pen.polygon([(384, 470), (416, 470), (446, 545), (354, 545)], fill=colour)
    for ring in (130, 300, 470):
        pen.rectangle((380, ring, 420, ring + 10), fill=SILVER)
    for key in range(160, 470, 44):
        pen.ellipse((388, key, 412, key + 24), fill=SILVER, outline=EBONY, width=2)
    pen.line((424, 170, 424, 450), fill=SILVER, width=5)


def _keyed(pen: ImageDraw.ImageDraw, colour: Colour) -> None:
    """A keyboard on its stand."""
    for x, to in ((220, 580), (580, 220)):
        pen.line((x, 400, to, 545), fill=EBONY, width=14)
    pen.rounded_rectangle((90, 290, 710, 400), 14, fill=colour)
    pen.rectangle((110, 335, 690, 392), fill=(244, 242, 236))
    for key in range(20):
        x = 110 + key * 29
        pen.line((x, 335, x, 392), fill=EBONY, width=2)
        if key % 7 not in (0, 3):
            pen.rectangle((x - 8, 335, x + 8, 368), fill=EBONY)


THINGS: tuple[tuple[str, Draw, Colour], ...] = (
    ("Student Violin 4/4", _bowed, HONEY),
    ("Student Violin 4/4", partial(_bowed, size=0.72), WALNUT),
    ("Student Violin 3/4", partial(_bowed, size=0.85), HONEY),
    ("Student Violin 1/2", partial(_bowed, size=0.7), WALNUT),
    ("Advanced Violin 4/4", _bowed, WALNUT),
    ("Cello 4/4", partial(_bowed, size=1.05), (150, 74, 34)),
    ("Cello 3/4", partial(_bowed, size=0.95), HONEY),
    ("Classical Guitar 4/4", _plucked, (206, 150, 88)),
    ("Acoustic Guitar", _plucked, (214, 178, 120)),
    ("Clarinet in B-flat", _blown, EBONY),
    ("Alto Recorder", _blown, WALNUT),
    ("Stage Piano", _keyed, EBONY),
)
