"""Columns of a school's own spreadsheet: what each of them tells, guessed from its name."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import cast

from webapp.core.errors import Invalid
from webapp.core.words import _, lazy

from .cells import statuses
from .cells.words import plain

KEEP, DROP = "notes", ""
FIELDS = {
    "description": lazy("What it is"),
    "make": lazy("Make"),
    "model": lazy("Model"),
    "size": lazy("Size"),
    "composer": lazy("Composer"),
    "arranger": lazy("Arranger"),
    "instrumentation": lazy("Instrumentation"),
    "barcode": lazy("ISMN or EAN"),
    "serial": lazy("Serial number"),
    "tag": lazy("The school's own number, as on its label"),
    "number": lazy("Number within its kind"),
    "code": lazy("Code before the number"),
    "batch": lazy("Batch"),
    "state": lazy("Condition"),
    "status": lazy("Status"),
    "location": lazy("Location"),
    "issued": lazy("Is it issued"),
    "holder": lazy("Who has it"),
    "lendable": lazy("Is it available"),
    "flag": lazy("Is it lost, broken or gone"),
    "blocked": lazy("Why it is not lent"),
    "quantity": lazy("How many"),
    "value": lazy("Replacement value"),
    "needs_approval": lazy("Does it need approval"),
    "needs_second_look": lazy("Does it need a second look"),
    "max_checkout_days": lazy("Longest loan in days"),
    "loan_hours": lazy("For how many hours it is lent"),
    "max_renewals": lazy("How often it may be kept longer"),
    "renews_itself": lazy("Is it kept longer by itself"),
    "service_days": lazy("Open days it is looked after for"),
}
CHOICES = FIELDS | {KEEP: lazy("Keep in the notes"), DROP: lazy("Leave out")}
# what several columns may say, such as a name and a first name:
MANY = {KEEP, DROP, "holder", "flag"}
NAMES = {
    "description": "description|item|item name|instrument|name|kind|article|equipment|bezeichnung|instrument type"
    "|beschreibung|designation|descripcion|type|title",
    "make": "make|brand|maker|manufacturer|marke|hersteller|marque|marca|fabricante|publisher|verlag|editeur"
    "|editorial|editore|uitgever|forlag|forlagg|wydawca|editora",
    "model": "model|model no|model number|modell|modele|modelo",
    "size": "size|grosse|taille|tamano|talla|misura|taglia|maat|storrelse|storlek|rozmiar|tamanho",
    "composer": "composer|komponist|compositeur|compositor|compositore|componist|kompositor|kompozytor|saveltaja",
    "arranger": "arranger|arranged by|arrangement|bearbeiter|bearbeitung|arrangeur|arreglista|arreglo|arrangiatore",
    "instrumentation": "instrumentation|scoring|scored for|instruments|besetzung|instrumentierung|effectif"
    "|instrumentacion|organico|bezetting",
    "barcode": "ismn|ismn or ean|isbn|ean|ean 13|ean code|gtin|upc|ismn number|ismn isbn",
    "serial": "serial|serial number|serial no|serial nr|serialnumber|sn|s n|seriennummer|seriennr|serien nr"
    "|numero de serie",
    "tag": "tag|asset tag|asset no|asset number|asset id|asset|inventory number|inventory no|inventory id|inventory"
    "|inventarnummer|inventarnr|inventar nr|invent nr|inv nr|inv no|school number|barcode|label|numero d'inventaire"
    "|no d'inventaire|n° d'inventaire|n inventaire|numero de inventario|n inventario|numero di inventario"
    "|numero inventario|inventario|inventarisnummer|inventarnummeret|inventarienummer|inventaarionumero"
    "|numer inwentarzowy|nr inwentarzowy|numero de patrimonio|patrimonio",
    "number": "number|no|nr|#|num|nummer|numero",
    "code": "code|prefix|kind code|kurzel",
    "batch": "batch|batch number|lot",
    "state": "condition|zustand|etat|estado|stato|tilstand|skick|kunto|stan|staat|state",
    "status": "status|availability|statut|situation|situacion|situacao|verfugbarkeit|disponibilite|tila|state|estado"
    "|stato|etat|stan",
    "location": "location|place|room|where|store|storage|ort|standort|raum|lieu|emplacement|ubicacion",
    "issued": "issued|is issued|on loan|loaned|lent|checked out|out|ausgeliehen|verliehen|prete",
    "lendable": "available|is available|lendable|loanable|borrowable|may be borrowed|verfugbar|ausleihbar|verleihbar"
    "|disponible|disponibile|disponivel|beschikbaar|tilgaengelig|tillganglig|tilgjengelig|saatavilla|dostepny",
    "holder": "issued to|loaned to|lent to|on loan to|assigned to|assigned|assignee|checked out to|checkout type"
    "|borrower|borrowed by|user|holder|current holder|student|student name|pupil|full name|first name"
    "|last name|username|user name|email|e mail|vorname|nachname|schuler|schulerin|eleve|alumno|allievo|leerling|elev"
    "|ausgeliehen an|verliehen an|entliehen von|ausleiher"
    "|entleiher|prete a|emprunteur|prestado a|prestatario|prestato a|uitgeleend aan|lener|udlant til|laner|lantagare"
    "|utlant til|lainaaja|wypozyczono|wypozyczajacy|emprestado a|emprestado para",
    "blocked": "blocked because|blocked|blocked reason|not lent because|gesperrt|gesperrt weil",
    "quantity": "quantity|qty|count|pieces|how many|amount|anzahl|menge|stuck|stuckzahl|quantite|cantidad",
    "value": "value|price|cost|replacement value|replacement cost|wert|preis|valeur|prix|valor|precio|purchase cost"
    "|purchase price",
    "needs_approval": "needs approval|approval needed|approval required|requires approval|approval|genehmigung notig"
    "|genehmigungspflichtig",
    "needs_second_look": "needs a second look|needs second look|second look",
    "max_checkout_days": "longest loan in days|longest loan|max loan days|loan period in days|leihdauer in tagen",
    "loan_hours": "lent for hours|loan hours|hourly loan|leihdauer in stunden",
    "max_renewals": "kept longer how often|max renewals|renewals|verlangerungen",
    "renews_itself": "kept longer by itself|renews itself|automatic renewal|verlangert sich selbst",
    "service_days": "looked after for open days|service days|maintenance period|maintenance days|wartungstage"
    "|wartungsfrist",
}
MORE_NAMES = cast(
    Mapping[str, Mapping[str, list[str]]],
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")),
)
KNOWN: dict[str, list[str]] = {}
for _field, _names in NAMES.items():
    _of_all = chain(_names.split("|"), *MORE_NAMES.get(_field, {}).values())
    for _name in dict.fromkeys(map(plain, _of_all)):
        KNOWN.setdefault(_name, []).append(_field)
# what says in which unit a column is, or how it is counted: "Neuwert (€)", "Price in EUR"
UNITS = re.compile(
    r"[(\[][^)\]]*[)\]]|[€$£]|\b(?:in )?(?:eur|euro|chf|usd|gbp|pln|sek|dkk|nok)\b", re.I
)
# "Checked Out To: Username"
HOLDERS = tuple(f"{plain(name)} " for name in NAMES["holder"].split("|"))

Meaning = tuple[str, ...]


def guess(header: Sequence[str]) -> Meaning:
    """What each column tells; what is not understood is kept in the notes.

    One thing is told once. A name that may mean two things means what no other column tells: "State" is the
    condition, unless a column of that name is there too.
    """
    fields = [_known(name) for name in header]
    certain = {known[0] for known in fields if len(known) == 1}
    meaning: list[str] = []
    for name, known in zip(header, fields, strict=True):
        free = [
            field
            for field in known
            if field not in meaning and (len(known) == 1 or field not in certain)
        ]
        meaning.append(free[0] if free else _repeated(plain(name), known))
    return tuple(meaning)


def _known(name: str) -> list[str]:
    """What a name may mean: as it is, without its unit, and of names joined with a sign the last or the first."""
    bare = UNITS.sub(" ", name)
    ways = (name.replace(" · ", " "), bare, bare.rpartition(" · ")[2], *bare.split("/"))
    return next((KNOWN[plain(way)] for way in ways if plain(way) in KNOWN), [])


def _repeated(name: str, known: Sequence[str]) -> str:
    """What a column tells that others may tell as well."""
    if "holder" in known or name.startswith(HOLDERS):
        return "holder"
    return "flag" if statuses.is_flag(name) and not known else KEEP


def changed(header: Sequence[str], mapping: Meaning, by_name: Mapping[str, str]) -> Meaning:
    """The mapping with what columns mean by their name: {"Bezeichnung": "description"}."""
    wanted = {plain(name): field for name, field in by_name.items()}
    unknown = [name for name in by_name if plain(name) not in map(plain, header)]
    if unknown:
        words = _(
            "There is no column %(name)s; the columns are %(names)s",
            name=unknown[0],
            names=", ".join(header),
        )
        raise Invalid(fields={"column": words})
    taken = set(wanted.values()) - MANY
    return tuple(
        wanted.get(plain(name), KEEP if field in taken else field)
        for name, field in zip(header, mapping, strict=True)
    )


def check(header: Sequence[str], mapping: Meaning) -> None:
    """Invalid at `column` unless every column has one thing to tell, and one tells what things are."""
    if problem := _problem(header, mapping):
        raise Invalid(problem, fields={"column": problem})


def _problem(header: Sequence[str], mapping: Meaning) -> str:
    if len(mapping) != len(header):
        return _(
            "The file has %(columns)s columns, but %(meanings)s have a meaning",
            columns=len(header),
            meanings=len(mapping),
        )
    if unknown := [field for field in mapping if field not in CHOICES]:
        return _(
            "A column cannot mean %(unknown)s: choose one of %(names)s or %(notes)s",
            unknown=repr(unknown[0]),
            names=", ".join(FIELDS),
            notes=KEEP,
        )
    single = [field for field in mapping if field not in MANY]
    if twice := [field for field in single if single.count(field) > 1]:
        return _("Two columns cannot both mean “%(field)s”", field=FIELDS[twice[0]])
    return (
        ""
        if "description" in single
        else _("Choose the column that says what each thing is")
    )
