"""Composer, arranger, instrumentation, ISMN and size come with a spreadsheet."""

from sqlalchemy import func, select

from tests.support.imports import TESS, bring, look
from webapp.core import spreadsheet
from webapp.core.db import db
from webapp.stock import exports
from webapp.stock.models import Item, Unit

HEAD = "Title,Komponist,Arranger,Besetzung,Verlag,ISMN,Size,Quantity\n"
SONATA = "Sonata,Brahms,,Cello and piano,Henle,M-2306-7118-7,,2\n"
SAID = Item.composer, Item.instrumentation, Item.barcode, Item.category, Item.make


def of_name(name):
    query = select(*SAID).where(Item.name == name).order_by(Item.composer)
    return [tuple(row) for row in db.session.execute(query)]


def test_it_comes_in_as_sheet_music(inside):
    bring(f"{HEAD}{SONATA}".encode(), location="Store")
    [sonata] = of_name("Sonata")
    about = ("Brahms", "Cello and piano", "9790230671187", "sheet_music", "Henle")
    assert sonata == about


def test_two_of_one_name_by_two_composers_are_two(inside):
    other = SONATA.replace("Brahms", "Franck").replace("M-2306-7118-7", "")
    bring(f"{HEAD}{SONATA}{other}".encode(), location="Store")
    assert [row[0] for row in of_name("Sonata")] == ["Brahms", "Franck"]


def test_the_same_again_comes_to_what_is_there(inside):
    bring(f"{HEAD}{SONATA}".encode(), location="Store")
    plan = look(f"{HEAD}{SONATA.replace(',2', ',5')}".encode(), location="Store")
    assert (plan.new_kinds, plan.problems) == (0, 0)


def test_what_is_there_keeps_its_number_and_the_row_is_marked(inside):
    bring(f"{HEAD}{SONATA}".encode(), location="Store")
    other = SONATA.replace("M-2306-7118-7", "4006381333931").replace(",2\n", ",5\n")
    [fate] = look(f"{HEAD}{other}".encode(), location="Store").fates
    assert any("ISMN or EAN: 9790230671187" in words for words in fate.words)


def test_a_wrong_digit_is_a_problem_of_its_row(inside):
    wrong = SONATA.replace("7118-7", "7118-8")
    [fate] = look(f"{HEAD}{wrong}".encode(), location="Store").fates
    assert fate.verdict == "problem"
    assert any("A digit is wrong" in words for words in fate.words)


def test_a_size_is_told_by_its_column_or_by_the_name(inside):
    rows = "Cello Toccata,,,,,,3/4,1\nViola Toccata 38 cm,,,,,,,1\n"
    bring(f"{HEAD}{rows}".encode(), location="Store")
    query = select(Item.size).where(Item.name.contains("Toccata")).order_by(Item.name)
    assert list(db.session.scalars(query)) == ["3/4", "15 in"]


def test_two_sizes_of_one_name_are_two_kinds_each_with_its_value(inside):
    head = "Name,Make,Size,Value,Tag\n"
    rows = "Violin,Höfner,3/4,450.50,A-1\nViolin,Höfner,1/2,400,A-2\nViolin,Höfner,3/4,450.50,A-3\n"
    bring(f"{head}{rows}".encode(), location="Store")
    query = select(Item.size, Item.value_minor, func.count(Unit.id)).join(
        Unit, Unit.item_id == Item.id
    )
    query = query.where(Item.make == "Höfner").group_by(Item.id)
    found = sorted(map(tuple, db.session.execute(query)))
    assert found == [("1/2", 40000, 1), ("3/4", 45050, 2)]
    again = look(f"{head}Violin,Höfner,1/2,400,A-4\n".encode(), location="Store")
    assert (again.problems, again.new_kinds) == (0, 0)
    assert [each.size for each in again.kinds] == ["1/2"]


def test_the_export_says_all_of_it_and_is_read_again(inside):
    bring(f"{HEAD}{SONATA}".encode(), location="Store")
    table = exports.items(TESS, search="brahms")
    written = "".join(spreadsheet.lines(table.head, table.rows()))
    assert "Brahms,,Cello and piano,979-0-2306-7118-7" in written
    plan = look(written.encode(), location="Store")
    assert (plan.problems, plan.new_kinds) == (0, 0)
