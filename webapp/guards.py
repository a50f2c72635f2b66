"""All guards of all slices: what migrations re-install and start-up asks for."""

from webapp.lending.guards import GUARDS as LENDING
from webapp.reports.box.index import GUARDS as BOX
from webapp.rooms.occupied.guards import GUARDS as ROOMS
from webapp.stock.ledger.guards import GUARDS as STOCK

ALL = (*STOCK, *ROOMS, *LENDING, *BOX)
