"""Reading one part of a JSON column in the database: the two ways in which SQLite and PostgreSQL say it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Integer, String, Text, cast, func
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.sql.selectable import TableValuedAlias


def json_text(connection: Connection, column: ColumnElement[bytes], key: str) -> ColumnElement[str]:
    """The text under a key of the object in a column of JSON bytes; NULL where there is none."""
    if connection.dialect.name == "sqlite":
        return func.json_extract(cast(column, Text), f'$."{key}"', type_=String)
    return func.json_extract_path_text(_as_json(column), key, type_=String)


def json_rows(connection: Connection, column: ColumnElement[bytes]) -> TableValuedAlias:
    """One row an element of the array in a column of JSON bytes, in a column ``value``."""
    if connection.dialect.name == "sqlite":
        return func.json_each(cast(column, Text)).table_valued("value", name="element")
    return func.json_array_elements(_as_json(column)).table_valued("value", name="element")


def json_element(connection: Connection, rows: TableValuedAlias, place: int) -> ColumnElement[str]:
    """The text at a place (from 0) of each row that is itself an array."""
    if connection.dialect.name == "sqlite":
        return func.json_extract(rows.c.value, f"$[{place}]", type_=String)
    return cast(rows.c.value, JSON).op("->>", return_type=String())(cast(place, Integer))


def _as_json(column: ColumnElement[bytes]) -> ColumnElement[str]:
    return cast(func.convert_from(column, "UTF8", type_=Text), JSON)
