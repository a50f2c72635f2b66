"""Movement types: what each of them is called, which act writes it, or why nothing does."""

from typing import Literal, NamedTuple

from ..models.states import RULES

Name = Literal[
    "PURCHASE",
    "PURCHASE_RETURN",
    "SALE",
    "SALE_RETURN",
    "RENTAL_OUT",
    "RENTAL_RETURN",
    "RENTAL_RETURN_DAMAGED",
    "RENTAL_RETURN_MIXED",
    "RENTAL_EXTENSION",
    "DAMAGE_ASSESSMENT",
    "SENT_FOR_REPAIR",
    "REPAIR_COMPLETED",
    "WRITE_OFF",
    "ADJUSTMENT_POSITIVE",
    "ADJUSTMENT_NEGATIVE",
    "SYSTEM_CORRECTION",
    "TRANSFER_IN",
    "TRANSFER_OUT",
    "RESERVATION_CREATED",
    "RESERVATION_CANCELLED",
    "RESERVATION_EXTENDED",
    "DAMAGE_LOSS",
    "THEFT_LOSS",
    "EXPIRY_LOSS",
]

OperationKind = Literal[
    "adjust",
    "approve",
    "approve_repair",
    "assess_damage",
    "beyond_repair",
    "cancel",
    "cancel_repair",
    "finish_repair",
    "hand_out",
    "import",
    "lost_on_the_way",
    "moved",
    "opening_balance",
    "receive",
    "report_damage",
    "return",
    "return_damaged",
    "return_to_supplier",
    "sale_return",
    "sell",
    "send_to_repair",
    "start_maintenance",
    "stocktake",
    "tag",
    "transfer_cancelled",
    "transfer_received",
    "transfer_rejected",
    "transfer_sent",
    "undo",
    "write_off",
]  # what the API calls an operation; the ledger writes spaces, and its hashes hold them


class Type(NamedTuple):
    """`by` are the acts that write it, as people call them; where there are none, `why` says why not."""

    category: str
    words: str
    by: tuple[str, ...] = ()
    why: str = ""


TYPES: dict[str, Type] = {
    "PURCHASE": Type("PURCHASE", "Comes in", ("receive",)),
    "PURCHASE_RETURN": Type("PURCHASE", "Goes back to the supplier", ("send back",)),
    "SALE": Type("SALE", "Is sold", ("sell",)),
    "SALE_RETURN": Type("SALE", "Comes back from a buyer", ("take back what was sold",)),
    "RENTAL_OUT": Type(
        "RENTAL", "Is handed out", ("hand out", "approve and hand out", "lend at the desk")
    ),
    "RENTAL_RETURN": Type("RENTAL", "Is brought back", ("return",)),
    "RENTAL_RETURN_DAMAGED": Type("RENTAL", "Is brought back damaged", ("return damaged",)),
    "RENTAL_RETURN_MIXED": Type(
        "RENTAL",
        "Is brought back partly damaged",
        why="Some good and some damaged are two movements, one for the good and one for the damaged pieces, so that"
        " every movement goes from one state to one other.",
    ),
    "RENTAL_EXTENSION": Type(
        "RENTAL",
        "Is kept for longer",
        why="A later due date stands on the loan. No piece moves, so the ledger records nothing.",
    ),
    "DAMAGE_ASSESSMENT": Type(
        "DAMAGE_REPAIR", "Is assessed for damage", ("assess damage",)
    ),
    "SENT_FOR_REPAIR": Type(
        "DAMAGE_REPAIR", "Goes for repair", ("start a repair", "planned maintenance")
    ),
    "REPAIR_COMPLETED": Type(
        "DAMAGE_REPAIR", "Is repaired, or beyond repair", ("quality check of a repair",)
    ),
    "WRITE_OFF": Type("DAMAGE_REPAIR", "Is written off", ("write off",)),
    "ADJUSTMENT_POSITIVE": Type(
        "ADJUSTMENT",
        "Added",
        ("opening balance", "import a spreadsheet", "adjust", "apply a stocktake"),
    ),
    "ADJUSTMENT_NEGATIVE": Type("ADJUSTMENT", "Removed", ("adjust", "apply a stocktake")),
    "SYSTEM_CORRECTION": Type("ADJUSTMENT", "Is undone", ("undo",)),
    "TRANSFER_IN": Type(
        "TRANSFER", "Arrives here", ("send a transfer", "receive a transfer")
    ),
    "TRANSFER_OUT": Type(
        "TRANSFER", "Leaves here", ("send a transfer", "cancel a transfer")
    ),
    "RESERVATION_CREATED": Type("RESERVATION", "Is set aside", ("approve",)),
    "RESERVATION_CANCELLED": Type(
        "RESERVATION",
        "Is no longer set aside",
        ("cancel", "undo a decision", "hand out as a certain unit"),
    ),
    "RESERVATION_EXTENDED": Type(
        "RESERVATION",
        "Is set aside for longer",
        why="What is approved stays set aside until it is handed out or cancelled. No piece moves when a day changes.",
    ),
    "DAMAGE_LOSS": Type("LOSS", "Is lost to damage", ("adjust",)),
    "THEFT_LOSS": Type(
        "LOSS", "Is lost or stolen", ("adjust", "lose on the way", "apply a stocktake")
    ),
    "EXPIRY_LOSS": Type("LOSS", "Is past its date", ("adjust",)),
}
CATEGORIES = {
    "RENTAL": "Lending",
    "RESERVATION": "Setting aside",
    "PURCHASE": "Buying",
    "SALE": "Selling",
    "TRANSFER": "Moving between locations",
    "DAMAGE_REPAIR": "Damage and repair",
    "ADJUSTMENT": "Adjusting",
    "LOSS": "Losing",
    "OTHER": "Other",
}


def ways(type: str) -> list[tuple[str, str]]:
    """From where to where a movement of this type may take stock, in the order of the rules."""
    return [(from_state, to_state) for name, from_state, to_state in RULES if name == type]


def api_kind(kind: str) -> str:
    """What the API calls an operation of this kind, as the ledger wrote it."""
    return kind.replace(" ", "_")


def ledger_kind(kind: str) -> str:
    """The same the other way round."""
    return kind.replace("_", " ")
