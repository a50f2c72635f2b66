"""Columns of a school's own spreadsheet: what each of them tells, guessed from its name."""

from collections.abc import Mapping, Sequence

from webapp.core import text
from webapp.core.errors import Invalid

KEEP, DROP = "notes", ""
FIELDS = {
    "description": "What it is",
    "make": "Make",
    "model": "Model",
    "serial": "Serial number",
    "number": "Number",
    "code": "Code before the number",
    "state": "Condition",
    "location": "Location",
    "issued": "Is it issued",
    "quantity": "How many",
    "value": "Replacement value",
}
CHOICES = FIELDS | {KEEP: "Keep in the notes", DROP: "Leave out"}
NAMES = {
    "description": "description|item|item name|instrument|name|kind|article|equipment|bezeichnung|instrument type"
    "|beschreibung|designation|descripcion|type|title",
    "make": "make|brand|maker|manufacturer|marke|hersteller|marque|marca|fabricante",
    "model": "model|model no|model number|modell|modele|modelo",
    "serial": "serial|serial number|serial no|serial nr|serialnumber|sn|s n|seriennummer|seriennr|numero de serie",
    "number": "number|no|nr|#|num|asset number|asset no|asset tag|asset|tag|inventory number|inventory no"
    "|inventarnummer|nummer|numero|school number",
    "code": "code|prefix|kind code|kurzel",
    "state": "state|condition|zustand|etat|estado",
    "location": "location|place|room|where|store|storage|ort|standort|raum|lieu|emplacement|ubicacion",
    "issued": "issued|is issued|on loan|loaned|lent|checked out|out|issued to|loaned to|ausgeliehen|verliehen|prete",
    "quantity": "quantity|qty|count|pieces|how many|amount|anzahl|menge|stuck|stuckzahl|quantite|cantidad",
    "value": "value|price|cost|replacement value|replacement cost|wert|preis|valeur|prix|valor|precio",
}
KNOWN = {name: field for field, names in NAMES.items() for name in names.split("|")}

Meaning = tuple[str, ...]


def guess(header: Sequence[str]) -> Meaning:
    """What each column tells; each is told once, and what is not understood is kept in the notes."""
    told: list[str] = []
    for name in header:
        field = KNOWN.get(_plain(name), KEEP)
        told.append(KEEP if field in told else field)
    return tuple(told)


def changed(header: Sequence[str], mapping: Meaning, said: Mapping[str, str]) -> Meaning:
    """The mapping with what was said about columns by their name: {"Bezeichnung": "description"}."""
    wanted = {_plain(name): field for name, field in said.items()}
    unknown = [name for name in said if _plain(name) not in map(_plain, header)]
    if unknown:
        raise Invalid(fields={"column": f"There is no column {unknown[0]}; there are {', '.join(header)}"})
    taken = set(wanted.values()) - {KEEP, DROP}
    return tuple(
        wanted.get(_plain(name), KEEP if field in taken else field) for name, field in zip(header, mapping, strict=True)
    )


def check(header: Sequence[str], mapping: Meaning) -> None:
    """Invalid at `column` unless every column has one thing to tell, and one tells what things are."""
    wrong = _wrong(header, mapping)
    if wrong:
        raise Invalid(wrong, fields={"column": wrong})


def _wrong(header: Sequence[str], mapping: Meaning) -> str:
    if len(mapping) != len(header):
        return f"The file has {len(header)} columns, but {len(mapping)} were told what they mean"
    if unknown := [field for field in mapping if field not in CHOICES]:
        return f"A column cannot tell {unknown[0]!r}: choose one of {', '.join(FIELDS)} or {KEEP}"
    told = [field for field in mapping if field in FIELDS]
    if twice := [field for field in told if told.count(field) > 1]:
        return f"Two columns cannot both tell “{FIELDS[twice[0]]}”"
    return "" if "description" in told else "Choose the column that tells what each thing is"


def _plain(name: str) -> str:
    return " ".join(text.folded(name).replace("_", " ").replace(".", " ").replace("/", " ").replace("-", " ").split())
