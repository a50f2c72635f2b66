"""What is free comes first, page by page, whichever items those are and wherever a page ends."""

from types import SimpleNamespace

import pytest

from webapp.core import paging
from webapp.stock.items import free_first

SIZE, LOOKED_AT = 3, 5


class Catalogue:
    """Items called 00, 01 and so on; one is free where there is a 1."""

    def __init__(self, free):
        self.rows = [
            SimpleNamespace(item=SimpleNamespace(sort_key=f"{id:02}", id=id), free=int(one))
            for id, one in enumerate(free)
        ]
        self.looks = 0

    def look(self, _is_free, after, limit):
        self.looks += 1
        beyond = [row for row in self.rows if (row.item.sort_key, row.item.id) > after]
        return beyond[:limit]

    def pages(self):
        place, most = None, 0
        listing = free_first.Listing(self.look, lambda row: bool(row.free), SIZE, LOOKED_AT)
        while True:
            self.looks = 0
            shelf = listing.page(place)
            most = max(most, self.looks)
            yield shelf
            assert most <= 2
            if shelf.after is None:
                return
            place = paging.place(shelf.after, int, str, int)


@pytest.mark.parametrize(
    "free",
    ["", "0", "1", "111", "000", "1110", "0111", "0001", "101010101", "000000000001"]
    + ["111111", "1111110", "000000", "0000001", "1" * 17, "0" * 17, "0110100" * 4],
)
def test_each_is_there_once_and_the_free_ones_first(free):
    catalogue = Catalogue(free)
    pages = [*catalogue.pages()]
    listed = [row for page in pages for row in (*page.free, *page.others)]
    assert listed == sorted(catalogue.rows, key=lambda row: not row.free)
    assert all(len(page.free) + len(page.others) <= SIZE for page in pages)
    assert not any(row.free for page in pages for row in page.others)


@pytest.mark.parametrize(
    ("free", "is_whole"), [("", True), ("10101", True), ("1" * 6, False)]
)
def test_the_first_page_says_whether_all_was_looked_at(free, is_whole):
    first, *others = Catalogue(free).pages()
    assert (first.whole is not None) is is_whole
    assert all(page.whole is None for page in others)
