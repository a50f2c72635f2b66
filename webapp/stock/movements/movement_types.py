"""Movement types: what each of them is called, which act writes it, or why nothing does."""

from typing import Literal, NamedTuple

from webapp.core.words import lazy

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
    "archive",
    "assess_damage",
    "beyond_repair",
    "cancel",
    "cancel_repair",
    "finish_repair",
    "hand_out",
    "import",
    "lost",
    "lost_on_the_way",
    "missed",
    "moved",
    "opening_balance",
    "receive",
    "report_damage",
    "release",
    "return",
    "return_damaged",
    "return_to_supplier",
    "restore",
    "sale_return",
    "sell",
    "set_aside",
    "send_to_repair",
    "start_maintenance",
    "stocktake",
    "tag",
    "transfer_cancelled",
    "transfer_received",
    "transfer_rejected",
    "transfer_sent",
    "undo",
    "used_up",
    "write_off",
]  # what the API calls an operation; the ledger writes spaces, and its hashes hold them


class Type(NamedTuple):
    """`by` are the acts that write it, as people call them; where there are none, `why` says why not."""

    category: str
    words: str
    by: tuple[str, ...] = ()
    why: str = ""


TYPES: dict[str, Type] = {
    "PURCHASE": Type("PURCHASE", lazy("Comes in"), (lazy("Receive"),)),
    "PURCHASE_RETURN": Type(
        "PURCHASE", lazy("Goes back to the supplier"), (lazy("Send back"),)
    ),
    "SALE": Type("SALE", lazy("Is sold"), (lazy("Sell"),)),
    "SALE_RETURN": Type(
        "SALE", lazy("Comes back from a buyer"), (lazy("Take back what was sold"),)
    ),
    "RENTAL_OUT": Type(
        "RENTAL",
        lazy("Is handed out"),
        (lazy("Hand out"), lazy("Approve and hand out"), lazy("Lend at the desk")),
    ),
    "RENTAL_RETURN": Type("RENTAL", lazy("Is brought back"), (lazy("Return"),)),
    "RENTAL_RETURN_DAMAGED": Type(
        "RENTAL", lazy("Is brought back damaged"), (lazy("Return damaged"),)
    ),
    "RENTAL_RETURN_MIXED": Type(
        "RENTAL",
        lazy("Is brought back partly damaged"),
        why=lazy(
            "Some good and some damaged are two movements, one for the good and one for the damaged pieces, "
            "so that every movement goes from one state to one other."
        ),
    ),
    "RENTAL_EXTENSION": Type(
        "RENTAL",
        lazy("Is kept for longer"),
        why=lazy(
            "A later due date stands on the loan. No piece moves, so the ledger records nothing."
        ),
    ),
    "DAMAGE_ASSESSMENT": Type(
        "DAMAGE_REPAIR", lazy("Is assessed for damage"), (lazy("Assess damage"),)
    ),
    "SENT_FOR_REPAIR": Type(
        "DAMAGE_REPAIR",
        lazy("Goes for repair"),
        (lazy("Start a repair"), lazy("Planned maintenance")),
    ),
    "REPAIR_COMPLETED": Type(
        "DAMAGE_REPAIR",
        lazy("Is repaired, or beyond repair"),
        (lazy("Quality check of a repair"),),
    ),
    "WRITE_OFF": Type("DAMAGE_REPAIR", lazy("Is written off"), (lazy("Write off"),)),
    "ADJUSTMENT_POSITIVE": Type(
        "ADJUSTMENT",
        lazy("Added"),
        (
            lazy("Opening balance"),
            lazy("Import a spreadsheet"),
            lazy("Adjust"),
            lazy("Apply a stocktake"),
        ),
    ),
    "ADJUSTMENT_NEGATIVE": Type(
        "ADJUSTMENT", lazy("Removed"), (lazy("Adjust"), lazy("Apply a stocktake"))
    ),
    "SYSTEM_CORRECTION": Type("ADJUSTMENT", lazy("Is undone"), (lazy("Undo"),)),
    "TRANSFER_IN": Type(
        "TRANSFER",
        lazy("Arrives here"),
        (lazy("Send a transfer"), lazy("Receive a transfer")),
    ),
    "TRANSFER_OUT": Type(
        "TRANSFER",
        lazy("Leaves here"),
        (lazy("Send a transfer"), lazy("Cancel a transfer")),
    ),
    "RESERVATION_CREATED": Type("RESERVATION", lazy("Is set aside"), (lazy("Set aside"),)),
    "RESERVATION_CANCELLED": Type(
        "RESERVATION",
        lazy("Is no longer set aside"),
        (lazy("Cancel"), lazy("Undo"), lazy("Hand out as a certain unit")),
    ),
    "RESERVATION_EXTENDED": Type(
        "RESERVATION",
        lazy("Is set aside for longer"),
        why=lazy(
            "What is set aside stays so until it is handed out or cancelled. No piece moves when a day changes."
        ),
    ),
    "DAMAGE_LOSS": Type(
        "LOSS",
        lazy("Is lost to damage, or on loan"),
        (lazy("Adjust"), lazy("Lose on the way"), lazy("Check in: lost")),
    ),
    "THEFT_LOSS": Type(
        "LOSS",
        lazy("Is lost or stolen"),
        (lazy("Adjust"), lazy("Lose on the way"), lazy("Apply a stocktake")),
    ),
    "EXPIRY_LOSS": Type(
        "LOSS",
        lazy("Is past its date, or used up on loan"),
        (lazy("Adjust"), lazy("Check in: used up")),
    ),
}
CATEGORIES = {
    "RENTAL": lazy("Lending"),
    "RESERVATION": lazy("Setting aside"),
    "PURCHASE": lazy("Buying"),
    "SALE": lazy("Selling"),
    "TRANSFER": lazy("Moving between locations"),
    "DAMAGE_REPAIR": lazy("Damage and repair"),
    "ADJUSTMENT": lazy("Adjusting"),
    "LOSS": lazy("Losing"),
    "OTHER": lazy("Other"),
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
