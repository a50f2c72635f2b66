"""What the columns of a spreadsheet mean, guessed from their names."""

import pytest

from webapp.core.errors import Invalid
from webapp.stock.imports import columns


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            "Tag,Serial number,Batch,Item,State,Condition,Notes",
            "tag serial batch description status state notes",
        ),
        ("Name,State", "description state"),
        ("Name,Status,Assigned To", "description status holder"),
        ("Invent.Nr.,Bezeichnung:,Serien-Nr.,Wert:", "tag description serial value"),
        ("Name,First Name,Last Name,Full Name", "description holder holder holder"),
        ("Item,Verkauft,Available,Owner", "description flag lendable notes"),
    ],
)
def test_names_of_columns_are_understood(head, fields):
    assert columns.guess(head.split(",")) == tuple(fields.split())
    columns.check(head.split(","), tuple(fields.split()))


def test_a_column_tells_one_thing_and_one_tells_what_things_are():
    header = ("Title", "Brand", "S/N", "Colour", "Serial No.")
    assert columns.guess(header) == ("description", "make", "serial", "notes", "notes")
    told = columns.changed(
        header, columns.guess(header), {"serial no.": "serial", "Colour": ""}
    )
    assert told == ("description", "make", "notes", "", "serial")
    for wrong in (
        ("make",) * 5,
        ("description",),
        ("description", "x", "", "", ""),
        ("",) * 5,
    ):
        with pytest.raises(Invalid):
            columns.check(header, wrong)
    with pytest.raises(Invalid) as no:
        columns.changed(header, columns.guess(header), {"Weight": "notes"})
    assert "There is no column Weight" in no.value.fields["column"]


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        (
            "Bezeichnung:;Inv.-Nr.;Raum / Schrank;Neuwert (€)",
            "description tag location value",
        ),
        (
            "Désignation;N° de série;Localisation;Qté",
            "description serial location quantity",
        ),
        ("Nombre;Código;Núm. de serie;Lugar", "description tag serial location"),
        (
            "Denominazione;Matricola;Ubicazione;Valore (EUR)",
            "description serial location value",
        ),
        ("Omschrijving;Merk;Serienummer;Aantal", "description make serial quantity"),
        ("Betegnelse;Mærke;Placering;Værdi", "description make location value"),
        ("Benämning;Märke;Plats;Värde i [SEK]", "description make location notes"),
        ("Gjenstand;Merke;Plassering;Antall", "description make location quantity"),
        ("Soitin;Valmistaja;Sarjanumero;Sijainti", "description make serial location"),
        ("Nazwa;Producent;Numer seryjny;Ilość", "description make serial quantity"),
        (
            "Descrição;Fabricante;N.º de série;Localização",
            "description make serial location",
        ),
        ("Item / Description;Price in EUR;Price [€]", "description value notes"),
    ],
)
def test_names_are_known_in_twelve_languages_whatever_stands_beside(header, meaning):
    assert columns.guess(header.split(";")) == tuple(meaning.split())
