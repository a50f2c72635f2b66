"""What one cell of a school's spreadsheet says: values, problems and marks, in the writing of many countries."""

from decimal import Decimal

import pytest

from webapp.stock.imports.cells import (
    amounts,
    encodings,
    errors,
    numbers,
    statuses,
    words,
    yes_no,
)
from webapp.stock.imports.cells.statuses import ISSUED

LANGUAGES = {"en", "de", "fr", "es", "it", "nl", "da", "sv", "nb", "fi", "pl", "pt"}
STANDINGS = words.TABLES["standing"]


def prices(*column, separator=","):
    style = amounts.judge(column, separator)
    read = [amounts.read(cell, style) for cell in column]
    return [each.value and each.value.value for each in read], [
        bool(each.mark) for each in read
    ]


COLUMNS_OF_AMOUNTS = [
    (["19.125", "99.995", "12.50"], ["19.125", "99.995", "12.50"]),
    (["0.125", "99.995"], ["0.125", "99.995"]),
    (["1.250", "3.000", "850,00"], ["1250", "3000", "850"]),
    (["1,250", "12.5"], ["1250", "12.5"]),
    (["1.250.000", "1.250"], ["1250000", "1250"]),
    (["1250.125", "1250,125"], ["1250.125", "1250.125"]),
    (["1250.-", "1250,--", "1250.–"], ["1250"] * 3),
    (["1'250.00", "1’250.00", "1ʼ250.00", "1´250.00"], ["1250"] * 4),
    (["1\u202f250,50", "1\u00a0250,50", "1 250,50", "1\u2009250,50"], ["1250.50"] * 4),
    (["Fr. 12.50", "SFr. 1'250.--", "CHF 5", "5 Fr."], ["12.50", "1250", "5", "5"]),
    (["1.25E+03", "1,25E+03", "2E+3"], ["1250", "1250", "2000"]),
    (["€ 1.250,50", "12,5 €", "EUR 3", "3 eur"], ["1250.50", "12.5", "3", "3"]),
    (["1,234,567.89", "$5", "US$ 7"], ["1234567.89", "5", "7"]),
    (["99,90 zł", "1 000 Kč", "12 kr."], ["99.90", "1000", "12"]),
    (["-5.00", "−5.00"], ["-5", "-5"]),
    (["12.", ".5"], ["12", "0.5"]),
]


@pytest.mark.parametrize(("column", "values"), COLUMNS_OF_AMOUNTS)
def test_amounts_are_read_by_what_their_column_shows(column, values):
    assert prices(*column) == (list(map(Decimal, values)), [False] * len(column))


@pytest.mark.parametrize(
    ("column", "separator", "values"),
    [
        (["19.125", "99.995"], ",", ["19.125", "99.995"]),
        (["19.125"], ";", ["19.125"]),
        (["19,125"], ";", ["19.125"]),
        (["1.250", "2.400"], ";", ["1250", "2400"]),
        (["$1,295"], ",", ["1295"]),
    ],
)
def test_an_amount_that_stays_ambiguous_is_marked(column, separator, values):
    assert prices(*column, separator=separator) == (
        list(map(Decimal, values)),
        [True] * len(column),
    )


@pytest.mark.parametrize(
    "cell", ["much", "1.2.3", "5%", "1,25,000.00", "EUR", "12 or 13", "1..5", "12/5"]
)
def test_what_is_no_amount_is_a_problem(cell):
    assert (
        amounts.read(cell, amounts.judge([cell])).problem == "Enter an amount such as 12.50"
    )


def test_the_currency_beside_an_amount_is_told():
    style = amounts.judge([])
    assert amounts.read("SFr. 5", style).value.currencies == ("CHF",)
    assert amounts.read("5 sek", style).value.currencies == ("SEK",)
    assert set(amounts.read("5 kr", style).value.currencies) >= {"SEK", "NOK", "DKK"}
    assert amounts.read("5", style).value.currencies == ()


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("3", 3),
        ("3.0", 3),
        ("3,00", 3),
        ("2x", 2),
        ("3 Stk.", 3),
        ("12 pcs", 12),
        ("1 200", 1200),
        ("1’200", 1200),
        ("1.04E+02", 104),
        ("-1", -1),
        *(
            (nothing, 0)
            for nothing in (
                "-",
                "–",
                "none",
                "nil",
                "keine",
                "aucun",
                "nessuno",
                "0",
                "0,00",
            )
        ),
    ],
)
def test_how_many(cell, number):
    assert numbers.read(cell).value == number


@pytest.mark.parametrize(
    "cell",
    ["n/a", "k. A.", "?", "1.5", "three", "1.000", "1,000", "1.25E+01", "99999999999"],
)
def test_how_many_is_never_guessed(cell):
    assert numbers.read(cell).value is None
    assert numbers.read(cell).problem


@pytest.mark.parametrize(
    "cell",
    ["FALSCH", "FAUX", "FALSO", "ONWAAR", "EPÄTOSI", "FAŁSZ", "no", "0", "0,00", "☐", "-"],
)
def test_no(cell):
    assert yes_no.read(cell).value is False
    assert statuses.issued(cell).value.blocked is None
    assert not statuses.issued(cell).mark


@pytest.mark.parametrize(
    "cell", ["WAHR", "VRAI", "VERDADERO", "VERO", "PRAWDA", "x", "☑", "1", "1,00", "2"]
)
def test_yes(cell):
    assert yes_no.read(cell).value is True
    assert statuses.issued(cell).value.blocked == ISSUED
    assert not statuses.issued(cell).mark


@pytest.mark.parametrize(
    "cell", ["available", "verfügbar", "Disponible", "in stock", "På lager", "dostępny"]
)
def test_what_says_it_is_there_is_not_held(cell):
    assert statuses.issued(cell).value.blocked is None
    assert statuses.read(cell).value == statuses.Standing()
    assert not statuses.read(cell).mark


@pytest.mark.parametrize(
    ("cell", "blocked"),
    [
        ("Lost/Stolen", "said to be lost/stolen before Backline"),
        ("Archived", "said to be archived before Backline"),
        ("Out for Repair", "said to be out for repair before Backline"),
        ("on_rent", ISSUED),
        ("Undeployable", "said to be undeployable before Backline"),
        ("Ausgesondert", "said to be ausgesondert before Backline"),
        ("wypożyczony", ISSUED),
        ("J. Smith has it", "said to be j. smith has it before Backline"),
        ("B+", "said to be b+ before Backline"),
    ],
)
def test_what_must_not_be_lent_is_blocked(cell, blocked):
    assert statuses.read(cell).value.blocked == blocked


def test_an_unknown_word_falls_to_the_safe_side_with_a_mark():
    assert "not a known status, so it is blocked" in statuses.read("Schrödinger").mark
    assert (
        statuses.read("Steg gebrochen, fehlt seit Mai").mark
        == "“Steg gebrochen, fehlt seit Mai” is read as lost"
    )
    assert statuses.issued("✗").mark
    assert statuses.issued("✗").value.blocked == ISSUED
    assert statuses.issued("Frau Neu").value.blocked == ISSUED
    assert statuses.issued("Neu").value.blocked == ISSUED
    assert statuses.lendable("vielleicht").value.blocked
    assert statuses.lendable("no").value.blocked
    assert statuses.lendable("yes").value.blocked is None
    assert statuses.lendable("-").value.blocked is None
    assert (
        statuses.flagged("Verkauft", "2021-03-04").value.blocked
        == "said to be verkauft before Backline"
    )
    assert statuses.flagged("Lost", "no").value.blocked is None


@pytest.mark.parametrize("name", sorted(STANDINGS))
def test_every_word_of_a_table_says_what_its_table_says(name):
    for language, its in STANDINGS[name].items():
        for word in its:
            said = statuses.read(word.upper())
            lendable = name in ("free", "new", "excellent", "good", "fair", "poor")
            safe = said.value.blocked or said.value.condition == "damaged"
            assert not said.mark, (language, word)
            assert bool(safe) != lendable, (language, word)


def test_the_tables_speak_twelve_languages_and_no_word_stands_in_two():
    for name in ("nothing", "unknown", "yes", "no", "errors"):
        assert set(words.TABLES[name]) == LANGUAGES, name
    seen = {}
    for name, table in STANDINGS.items():
        assert set(table) == LANGUAGES, name
        for word in words.of_all_languages(table):
            assert seen.setdefault(word, name) == name, word
    assert not yes_no.YES & yes_no.NO
    assert not (yes_no.YES | yes_no.NO) & (words.NOTHING | words.UNKNOWN | seen.keys())


@pytest.mark.parametrize(
    "cell",
    ["#N/A", "#NV", "#N/D", "#WERT!", "#¡REF!", "#Saknas!", "#NOM?", "####", "Err:502"],
)
def test_an_error_is_an_error_in_every_language(cell):
    assert errors.is_error(cell)


def test_what_was_lost_on_the_way_is_told():
    assert not errors.is_error("#12")
    assert not errors.is_error("# 1 horn!")
    assert not errors.is_error("Err")
    assert "shortened" in errors.shortened("1.23E+19")
    assert "shortened" in errors.shortened("1,04E+02")
    assert "lost" in errors.damage("Fl\ufffdte")
    assert not errors.shortened("12E5")
    assert not errors.shortened("E+10")


WESTERN = (
    "Flöte Büro Gehäuse Größe Blechbläser Hörner Müller Schröder Notenständer Verstärker Schlüssel Übungsraum",
    "flûte étui élève café hautbois trompète réparation très François Hélène cassé abîmé numéro réservé fêlée",
    "trompeta violín español niño José María batería acordeón órgano Ángel dañado música reparación Muñoz",
    "violão João coração posição mãe ação música acordeão São está também três Antônio código câmara",
    "fløjte blæser Søren skærm værelse øvelokale Jørgen Bjørn København træblæser nøgle kæde på",
    "flöjt träblås övningsrum Björn Göteborg Malmö på gård hög nyckel skåp låda förråd första fjärde",
)
CENTRAL = (
    "skrzypce trąbka żółty Łódź Kraków Poznań Wójcik książka część ćwiczenia śpiew wypożyczony uszkodzony",
    "housle příčná flétna Dvořák Janáček Plzeň Ústí žlutý červený kůň třída škola učebna židle",
    "hegedű kürt ütő Győr Pécs Szőke Kovács jó állapot törött húr vonó őszi űrlap",
)
TURKISH = (
    "flüt bağlama çalgı Şişli İstanbul öğrenci sınıf ağaç kırık düğme ışık Çağlayan Gökçe Müdür",
)
LISTS = {
    "cp1252": WESTERN,
    "mac_roman": WESTERN,
    "cp850": WESTERN,
    "cp1250": CENTRAL,
    "cp1254": TURKISH,
}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [(encoding, said) for encoding in LISTS for said in LISTS[encoding]],
)
def test_the_likeliest_encoding_is_the_right_one(encoding, said):
    text = "name;number\n" + "".join(f"{word};1\n" for word in said.split())
    read, codec, choices = encodings.decode(text.encode(encoding))
    assert (read, codec) == (text, encoding), choices
    assert choices[0].name == encoding
    assert set(choices[0].sample.split(" · ")) <= set(said.split())
    assert encodings.decode(text.encode(encoding), "cp850")[1] == "cp850"


def test_what_is_certain_is_not_asked():
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        read, codec, choices = encodings.decode("Flöte".encode(encoding))
        assert (read, codec, choices) == ("Flöte", encoding, [])
    assert encodings.decode(b"Flute")[1:] == ("utf-8", [])
