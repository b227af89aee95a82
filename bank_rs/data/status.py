"""Activity, relation and segment of a client in one month, packed into one byte."""

from typing import Final

import narwhals.stable.v2 as nw

STATUS_FIELDS: Final = ("ind_client_activity", "client_activity_1m", "client_segment")
"""What `status_of` packs, in its order."""

RELATIONS: Final = {"A": 1, "I": 2, "P": 3, "R": 4, "N": 5}
"""Codes of the relation with the bank (``tiprel_1mes``); 0 stands for none and for any other."""

SEGMENTS: Final = {"01 - TOP": 1, "02 - PARTICULARES": 2, "03 - UNIVERSITARIO": 3}
"""Codes of the segment; 0 stands for none and for any other."""

RELATION_SHIFT: Final = 1
SEGMENT_SHIFT: Final = 4


def status_of(activity: int | None, relation: str | None, segment: str | None) -> int:
    """Pack one month of one client.

    Returns
    -------
    int
        Bit 0 is set for an active client, bits 1 to 3 are the relation's code and bits 4 and 5 the
        segment's.

    Examples
    --------
    >>> status_of(1, "A", "02 - PARTICULARES")
    35
    """
    relation_code = RELATIONS.get(relation, 0) if relation else 0
    segment_code = SEGMENTS.get(segment, 0) if segment else 0
    return (activity == 1) | relation_code << RELATION_SHIFT | segment_code << SEGMENT_SHIFT


def status(dtype: type[nw.dtypes.IntegerType] = nw.UInt8) -> nw.Expr:
    """As `status_of` for the columns of a typed panel, named ``status``."""
    relation = _code("client_activity_1m", RELATIONS, dtype) * 2**RELATION_SHIFT
    segment = _code("client_segment", SEGMENTS, dtype) * 2**SEGMENT_SHIFT
    active = (nw.col("ind_client_activity") == 1).fill_null(value=False).cast(dtype)
    return (active + relation + segment).alias("status")


def _code(column: str, codes: dict[str, int], dtype: type[nw.dtypes.IntegerType]) -> nw.Expr:
    return nw.col(column).cast(nw.String).replace_strict(codes, default=0, return_dtype=dtype)
