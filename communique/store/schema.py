"""Records ↔ Parquet, with real columns: structs as structs, tuples as lists, the dictionary of decisions as a map.

The Arrow types are read off the records themselves, so that no field can be forgotten. A coded readout is one row: the
readout's own fields, then those of its coding, with the calls as a list of structs.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import inspect

from communique.errors import StoreError
from communique.records import CodedReadout, Readout

_DATES = (dt.date,)
R = TypeVar("R", bound=msgspec.Struct)

_PLAIN: dict[type[inspect.Type], Any] = {
    inspect.StrType: pa.string(),
    inspect.EnumType: pa.string(),
    inspect.LiteralType: pa.string(),
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.BoolType: pa.bool_(),
    inspect.DateType: pa.date32(),
}


def _field(name: str, kind: inspect.Type) -> pa.Field:
    """Turn a field's type into an Arrow field; only what may be None is nullable."""
    nullable = isinstance(kind, inspect.UnionType)
    if isinstance(kind, inspect.UnionType):
        (kind,) = (member for member in kind.types if not isinstance(member, inspect.NoneType))
    return pa.field(name, _arrow_type(kind), nullable=nullable)


def _arrow_type(kind: inspect.Type) -> pa.DataType:
    if isinstance(kind, inspect.StructType):
        return pa.struct([_field(field.name, field.type) for field in kind.fields])
    if isinstance(kind, inspect.DictType):
        return pa.map_(pa.string(), _field("value", kind.value_type))
    if isinstance(kind, (inspect.VarTupleType, inspect.ListType)):
        return pa.list_(_field("element", kind.item_type))
    if isinstance(kind, inspect.TupleType):
        return pa.list_(_field("element", kind.item_types[0]))
    return _PLAIN[type(kind)]


@cache
def arrow_schema(kind: type[msgspec.Struct]) -> pa.Schema:
    """Derive the Arrow schema of a record; a `CodedReadout` is flattened by one level."""
    struct = inspect.type_info(kind)
    if not isinstance(struct, inspect.StructType):
        msg = f"{kind} is no record"
        raise TypeError(msg)
    fields = [_field(field.name, field.type) for field in struct.fields if field.name != "readout"]
    return pa.schema([*arrow_schema(Readout), *fields] if kind is CodedReadout else fields)


def _to_row(record: msgspec.Struct) -> dict[str, Any]:
    """Turn a record into plain values; dates stay dates."""
    row: dict[str, Any] = msgspec.to_builtins(record, builtin_types=_DATES)
    return row.pop("readout") | row if isinstance(record, CodedReadout) else row


def _from_row(row: dict[str, Any], kind: type[R]) -> R:
    if kind is CodedReadout:
        row = {"readout": {name: row.pop(name) for name in Readout.__struct_fields__}, **row}
    return msgspec.convert(row, kind)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def _python_values(array: pa.Array) -> list[Any]:
    """Turn an Arrow array into plain values, column by column: four times as fast as ``to_pylist`` on nested records."""
    kind = array.type
    values: list[Any]
    if pa.types.is_struct(kind):
        names = [field.name for field in kind]
        values = [dict(zip(names, row, strict=True)) for row in zip(*map(_python_values, array.flatten()), strict=True)]
        if array.null_count:
            values = [value if known else None for value, known in zip(values, array.is_valid().to_pylist(), strict=True)]
    elif pa.types.is_map(kind):
        entries = list(zip(_python_values(array.keys), _python_values(array.items), strict=True))
        values = [dict(entries[start:end]) for start, end in itertools.pairwise(array.offsets.to_pylist())]
    elif pa.types.is_list(kind):
        items = _python_values(array.values)
        values = [items[start:end] for start, end in itertools.pairwise(array.offsets.to_pylist())]
    else:
        values = array.to_pylist() if array.null_count else array.to_numpy(zero_copy_only=False).tolist()
    return values


def to_table(records: Iterable[msgspec.Struct], kind: type[msgspec.Struct]) -> pa.Table:
    """Turn records of one kind into an Arrow table.

    Raises
    ------
    StoreError
        When a value cannot be stored, such as half of a surrogate pair.
    """
    try:
        return pa.Table.from_pylist([_to_row(record) for record in records], schema=arrow_schema(kind))
    except (pa.ArrowException, UnicodeError, OverflowError) as error:
        msg = f"a {kind.__name__} cannot be stored: {error}. Texts must be valid Unicode; ingest normalises them so."
        raise StoreError(msg) from error


def table_bytes(table: pa.Table) -> tuple[bytes, int]:
    """Write a table as Parquet; also say how many rows the file says it has."""
    out = pa.BufferOutputStream()
    with pq.ParquetWriter(out, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
    content = out.getvalue().to_pybytes()
    return content, pq.read_metadata(pa.BufferReader(content)).num_rows


def to_parquet(records: Iterable[msgspec.Struct], kind: type[msgspec.Struct]) -> tuple[bytes, int]:
    """Write records as Parquet.

    Parameters
    ----------
    records, kind
        Records of one kind; the same records give the same bytes (of one version of Arrow).

    Returns
    -------
    tuple of bytes and int
        The file, and the number of rows that it says it has.
    """
    return table_bytes(to_table(records, kind))


def read_columns(
    content: bytes, kind: type[msgspec.Struct], *, place: str, way_out: str, columns: list[str] | None = None
) -> pa.Table:
    """Read a Parquet file, or some of its columns, as an Arrow table of the record's own schema.

    Raises
    ------
    StoreError
        When the file is damaged or holds something else.
    """
    schema = arrow_schema(kind)
    if columns is not None:
        schema = pa.schema([schema.field(name) for name in columns])
    try:
        return pq.read_table(pa.BufferReader(content), columns=columns).cast(schema).combine_chunks()
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        msg = f"{place} is damaged or of another version ({' '.join(str(error).split())[:200]}). {way_out}"
        raise StoreError(msg) from error


def from_parquet(content: bytes, kind: type[R], *, place: str, way_out: str) -> list[R]:
    """Read records back, with every check that making them does.

    Parameters
    ----------
    content, kind
        What `to_parquet` wrote, and of which kind.
    place, way_out
        For messages.

    Raises
    ------
    StoreError
        When the file is damaged or holds something else.
    """
    try:
        table = pq.read_table(pa.BufferReader(content)).combine_chunks()
        rows = _python_values(pa.StructArray.from_arrays([_whole(column) for column in table.columns], table.column_names))
        return [_from_row(row, kind) for row in rows]
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        msg = f"{place} is damaged or of another version ({' '.join(str(error).split())[:200]}). {way_out}"
        raise StoreError(msg) from error
