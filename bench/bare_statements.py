"""The statements of the bare limit, each built once: the least that its pages and its two acts need."""

from sqlalchemy import bindparam, func, insert, select, text, update


class Statements:
    """Of the `tables`, by name; `booking`, `held` and `act` are what a new row has besides what an act says of it."""

    def __init__(self, tables, connection):
        self.users, self.items = tables["users"], tables["items"]
        self.levels, self.checkouts = tables["levels"], tables["checkouts"]
        self.rooms, self.room_spaces = tables["rooms"], tables["room_spaces"]
        self.reservations, self.occupancy = tables["reservations"], tables["occupancy"]
        self._prepare_sign_in(tables["sign_ins"], tables["tokens"])
        self._prepare_items()
        self._prepare_stock()
        self._prepare_checkouts()
        self._prepare_day()
        self._prepare_own_bookings()
        self._prepare_booking(connection)
        self._prepare_ledger(tables["operations"], tables["movements"], connection)

    def _prepare_sign_in(self, sign_ins, tokens):
        by_cookie = self._signed_in(sign_ins)
        self.by_cookie = by_cookie.where(sign_ins.c.expires_at > bindparam("now"))
        self.by_token = self._signed_in(tokens)

    def _signed_in(self, table):
        """Whose this cookie or token is; both tables know only its hash."""
        users = self.users.c
        query = select(users.id, users.role).join(table, table.c.user_id == users.id)
        return query.where(table.c.token_hash == bindparam("hash"))

    def _prepare_items(self):
        items, levels = self.items.c, self.levels.c
        of_item = select(func.sum(levels.available)).where(levels.item_id == items.id)
        free = of_item.scalar_subquery().label("free")
        self.catalogue = (
            select(items.id, items.name, items.category, free)
            .where(items.archived_at.is_(None), items.folded.like(bindparam("word")))
            .where(items.category == bindparam("category"))
            .order_by(items.sort_key, items.id)
            .limit(bindparam("most"))
        )
        self.one_item = select(self.items).where(items.id == bindparam("id"))

    def _prepare_stock(self):
        levels, checkouts = self.levels.c, self.checkouts.c
        in_school = func.sum(levels.available + levels.reserved + levels.on_rent)
        self.owned = select(in_school).where(levels.item_id == bindparam("id"))
        self.given = select(func.coalesce(func.sum(checkouts.quantity), 0)).where(
            checkouts.item_id == bindparam("id"), checkouts.status.in_(("approved", "out"))
        )

    def _prepare_checkouts(self):
        checkouts = self.checkouts.c
        pending = select(self.checkouts).where(checkouts.status == "pending")
        self.pending = pending.order_by(checkouts.id.desc()).limit(50)
        self.loans = select(self.checkouts).where(
            checkouts.student_id == bindparam("person"),
            checkouts.status.in_(("pending", "approved", "out")),
        )
        one = select(self.checkouts).where(checkouts.id == bindparam("id"))
        self.checkout = one.with_for_update()
        self.decide = update(self.checkouts).where(checkouts.id == bindparam("checkout"))

    def _prepare_day(self):
        """Who is in which room when."""
        occupancy, reservations = self.occupancy.c, self.reservations.c
        room_spaces, users = self.room_spaces.c, self.users.c
        self.busy = (
            select(self.occupancy, room_spaces.room_id, users.name)
            .join(self.room_spaces, room_spaces.space_id == occupancy.space_id)
            .join(self.reservations, reservations.id == occupancy.reservation_id)
            .join(self.users, users.id == reservations.student_id)
            .where(occupancy.live, occupancy.starts_at < bindparam("until"))
            .where(occupancy.blocks_until > bindparam("since"))
        )
        self.in_room = self.busy.where(room_spaces.room_id == bindparam("room"))

    def _prepare_own_bookings(self):
        reservations = self.reservations.c
        booked = (
            select(reservations.starts_at, reservations.ends_at, self.rooms.c.name)
            .join(self.rooms, self.rooms.c.id == reservations.room_id)
            .where(reservations.student_id == bindparam("person"))
            .where(reservations.ends_at > bindparam("now"))
            .where(reservations.status == "confirmed")
        )
        self.booked = booked.order_by(reservations.starts_at).limit(5)

    def _prepare_booking(self, connection):
        users, rooms, room_spaces = self.users.c, self.rooms.c, self.room_spaces.c
        person = select(users.id).where(users.id == bindparam("id"))
        self.person = person.with_for_update(key_share=True)
        self.all_rooms = select(self.rooms).order_by(rooms.name)
        self.room = (
            select(self.rooms, room_spaces.space_id)
            .join(self.room_spaces, room_spaces.room_id == rooms.id)
            .where(rooms.id == bindparam("id"))
            .with_for_update()
        )
        self._prepare_rows(connection)

    def _prepare_rows(self, connection):
        """The rows that a booking writes."""
        self.book = insert(self.reservations).returning(self.reservations.c.id)
        self.booking = _like_one(self.reservations, connection)
        self.hold = insert(self.occupancy)
        self.held = _like_one(self.occupancy, connection)

    def _prepare_ledger(self, operations, movements, connection):
        levels = self.levels.c
        self.level = select(self.levels).where(
            levels.item_id == bindparam("item"), levels.location_id == bindparam("location")
        )
        newest = select(movements.c.id, movements.c.hash)
        self.head = newest.order_by(movements.c.id.desc()).limit(1)
        self.operate = insert(operations).returning(operations.c.id)
        self.act = _like_one(operations, connection) | {"kind": "approve"}
        self.move = insert(movements)
        self.writers_lock = text("SELECT pg_advisory_xact_lock(:number)")


def _like_one(table, connection):
    """The values of a row that is there, for what a new one has besides what an act says of it."""
    written = [
        column
        for column in table.columns
        if not column.primary_key and column.computed is None
    ]
    return dict(connection.execute(select(*written).limit(1)).mappings().one())
