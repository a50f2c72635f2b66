"""What rooms read of the tables of people, whose models are people's own."""

from sqlalchemy import column, table

PEOPLE = table("users", column("id"), column("name"))
GROUPS = table("groups", column("id"), column("name"))
