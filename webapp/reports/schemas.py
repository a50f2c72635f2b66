"""What may be asked of reports."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, Self

from pydantic import AliasPath, Field

from webapp.core.actor import Actor
from webapp.core.inputs import Cursor, ExportQuery, Id, Input, Line, Paged, Prose, Since2000
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.lending.lists.class_loans import Checkout
from webapp.lending.loans.checkouts import is_overdue
from webapp.people import profiles, tokens
from webapp.people.schemas import PersonShown
from webapp.people.tokens import Issued
from webapp.rooms.class_bookings import Reservation
from webapp.school.shown import At

from .my_students import Student


class UseQuery(Input):
    """The days from the first to the last, both included; without them the last four weeks."""

    start_date: Since2000 | None = None
    end_date: Since2000 | None = None
    show: Literal["booked", "cancelled", "missed", "refused"] = "booked"


class OutFilter(Input):
    """Whose things are asked for: one of the three."""

    person: Id | None = None
    group: Id | None = None
    teacher: Id | None = None


class OutQuery(OutFilter):
    layout: Literal["each", "list"] = "each"


class ClassFilter(Input):
    """Which of a teacher's students: those with something late, those who ask, those without a room, of a group."""

    show: Literal["", "late", "asking", "no_room"] = ""
    group: Id | None = None


class ClassQuery(ClassFilter):
    after: Cursor | None = None


class ClassListQuery(ClassFilter, Paged):
    pass


class ClassLoanShown(Shown):
    """What a student has, or asks for."""

    id: int
    item: int
    item_name: str
    quantity: int
    out: int = Field(description="Of these, how many they have now")
    due_date: date
    due_at: At | None = Field(description="The moment, of what is lent by the hour")
    status: str = Field(description="As loans have it; `overdue` says what is late")
    overdue: bool

    @classmethod
    def of(cls, loan: Checkout) -> Self:
        return cls(
            id=loan.id,
            item=loan.item_id,
            item_name=loan.item_name,
            quantity=loan.quantity,
            out=loan.out,
            due_date=loan.due_on,
            due_at=loan.due_at,
            status=loan.status,
            overdue=is_overdue(loan),
        )


class ClassBookingShown(Shown):
    """When a student practises, or asks to."""

    id: int
    room: int = Field(validation_alias="room_id")
    room_name: str = Field(validation_alias=AliasPath("room", "name"))
    start_time: At = Field(validation_alias="starts_at")
    end_time: At = Field(validation_alias="ends_at")
    status: str


class ClassStudentShown(Shown):
    """A student of the teacher's, and how they stand."""

    student: int
    name: str
    email: str
    phone: str
    standing: Literal["late", "due", "fine"] = Field(
        description="Whether something of theirs is late, or is due soon; they are listed in this order"
    )
    has: list[ClassLoanShown]
    asks: list[ClassLoanShown] = Field(description="What they wait for an answer to")
    bookings: list[ClassBookingShown] = Field(
        description="The next seven days, those too that are not approved yet"
    )
    asked_rooms: list[ClassBookingShown] = Field(
        description="What they wait for an answer to, whenever it is"
    )
    to_remind: int | None = Field(
        description="The loan to remind of next; null where none is late or they were told today"
    )
    is_unreached: bool = Field(description="Whether e-mail to them comes back")

    @classmethod
    def of(cls, student: Student) -> Self:
        person = student.person
        return cls(
            student=person.id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            standing=student.standing,
            has=[ClassLoanShown.of(loan) for loan in student.has],
            asks=[ClassLoanShown.of(loan) for loan in student.asks],
            bookings=_bookings(student.bookings),
            asked_rooms=_bookings(student.asked_rooms),
            to_remind=student.to_remind,
            is_unreached=student.is_unreached,
        )


def _bookings(found: Sequence[Reservation]) -> list[ClassBookingShown]:
    return [ClassBookingShown.model_validate(booking) for booking in found]


class ValueFilter(Input):
    """What is on the list: what a search of the items finds, a place, a set, a request, or what is lent to a group."""

    q: Prose = Field(default="", max_length=200)
    category: Line | None = Field(default=None, max_length=20)
    location: Id | None = None
    set: Id | None = None
    request: Id | None = None
    group: Id | None = None


class LentFilter(Input):
    """In which days, in which order, and of which family; the last year, most often lent first, if nothing is said."""

    since: Since2000 | None = None
    until: Since2000 | None = None
    order: Literal["most", "least", "longest"] = "most"
    family: Literal[
        "",
        "strings",
        "plucked",
        "woodwind",
        "brass",
        "percussion",
        "keys",
        "audio",
        "sheet",
    ] = ""


class LentQuery(LentFilter, Paged):
    pass


class LentExport(LentFilter, ExportQuery):
    pass


class LentShown(Shown):
    """An item, and how often and for how many days it was lent in the period."""

    item: int = Field(validation_alias="item_id")
    item_name: str = Field(validation_alias="name")
    sku: str
    family: str
    loans: int = Field(description="That were out on a day of the period")
    days: int = Field(
        description="Of the period that these were out, one loan with the next"
    )


class SearchQuery(Input):
    q: Prose = Field(min_length=1, max_length=200, description="Words, a number or a tag")


class FoundShown(Shown):
    """Something that was found."""

    kind: Literal["item", "unit", "set", "person", "loan", "request", "receipt", "room"]
    id: int
    name: str
    detail: str


class BoxQuery(Input):
    q: Prose = Field(
        min_length=1, max_length=200, description="Words, a number, a tag or a code"
    )
    us_keys: Prose = Field(
        default="",
        max_length=200,
        description="What the keys of a scanner write on a US keyboard; it counts where nothing is known by `q`",
    )


class BoxHit(Shown):
    """Something the one box found."""

    kind: Literal[
        "item",
        "unit",
        "set",
        "person",
        "room",
        "location",
        "loan",
        "request",
        "receipt",
        "page",
    ]
    id: int = Field(description="0 of a page")
    name: str
    code: str = Field(description="A tag or a SKU")
    facts: str
    state: str
    path: str = Field(description="Of its page")
    verb: Literal["", "take_back", "lend", "book"] = Field(
        description="What a scan of it would do at the desk"
    )
    verb_path: str


class BoxGroup(Shown):
    """What belongs together: the first few of it, and how many there are."""

    name: Literal[
        "exact",
        "things",
        "units",
        "sets",
        "people",
        "rooms",
        "locations",
        "loans",
        "pages",
    ]
    count: int = Field(description="51 stands for more than 50")
    hits: list[BoxHit]


class BoxShown(Shown):
    """What the one box answers."""

    count: int
    is_more: bool = Field(description="Whether there are more than were counted")
    is_near: bool = Field(
        description="Whether nothing is called just so, and these nearly are"
    )
    meant: str = Field(
        description="What was meant, where the keys say more than the letters"
    )
    groups: list[BoxGroup]


class OfficeNoteShown(Shown):
    """What the office should know about somebody; one that was removed can be put back for a day."""

    id: int
    person: int = Field(validation_alias="user_id")
    person_name: PersonName = BESIDE
    text: str
    by: int
    by_name: PersonName = BESIDE
    at: At
    is_removed: bool
    version: int


class TokenShown(Shown):
    """What a program signs in with; not the token itself."""

    id: int
    name: str
    may: list[str] = Field(description="`all` is whatever its person may")
    issued_by: int | None = Field(
        validation_alias="issuer_id",
        description="None: the operator. For two who must agree counts none that somebody else issued",
    )
    issued_by_name: PersonName | None = BESIDE
    issued_at: At = Field(validation_alias="created_at")
    expires_at: At | None
    is_ended: bool
    last_used_at: At | None = Field(
        validation_alias="last_seen_at", description="To five minutes"
    )
    revoked_at: At | None


class TokenMade(TokenShown):
    """A new one, with the token itself: no other answer says it again."""

    token: str

    @classmethod
    def of(cls, issued: Issued) -> Self:
        row = TokenShown.model_validate(issued.row)
        return cls.model_construct(**dict(row), token=issued.token)


class MeShown(PersonShown):
    """Who is signed in."""

    is_staff: bool
    token: TokenShown | None = Field(description="None for a browser")

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """Of the actor themselves, and what they are signed in with."""
        profile, token = profiles.find(actor, actor.id), tokens.used_by(actor)
        around = {"is_staff": actor.is_staff, "token": token}
        return cls.model_validate(profile._asdict() | around)


class MailShown(Shown):
    """An e-mail to somebody, or to a guardian of theirs; not what it says."""

    id: int
    subject: str
    name: str
    is_copy: bool = Field(description="To somebody else than the person")
    at: At = Field(description="When it left, or was written where it has not")
    state: Literal["sent", "came_back", "waiting", "failing"]
