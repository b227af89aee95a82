"""What a panel holds, at a glance."""

from typing import Final

import polars as pl

from bank_rs.data.fields import PROFILE

_MEANINGS: Final = {
    "fetch_date": "day of the snapshot",
    "id": "number of the client",
    "ind_employee": "employee: A active, B former, F of a subsidiary, N not, P passive",
    "country_of_residence": "country the client lives in",
    "gender": "H hembra (female), V varón (male)",
    "age": "years",
    "registration_date": "first contract",
    "ind_new_client": "1: registered in the last six months",
    "tenure_months": "months since registration",
    "client_relationship_status": "1: primary; 99: no longer so at the month's end",
    "last_date_as_primary": "last day as a primary client",
    "client_type_1m": "1 primary, 2 co-owner, 3 former primary, 4 former co-owner, P potential",
    "client_activity_1m": "A active, I inactive, P former, R potential",
    "ind_resident": "lives in the bank's country",
    "ind_foreigner": "born in another country than the bank's",
    "ind_spouse_employee": "spouse of an employee",
    "entry_channel": "channel through which the client came",
    "ind_deceased": "deceased",
    "address_type": "1: primary address",
    "province_code": "number of the province",
    "province_name": "name of the province",
    "ind_client_activity": "1: active client",
    "income": "gross household income, as recorded",
    "client_segment": "01 top, 02 individuals, 03 university",
}


def overview_table(panel: pl.DataFrame) -> pl.DataFrame:
    """The size of a panel.

    Returns
    -------
    pl.DataFrame
        Columns ``what`` and ``value``, both text.
    """
    records = panel.group_by("id").agg(count=pl.len())["count"]
    months = panel["fetch_date"].unique().sort().to_list()
    clients, every = len(records), (records == len(months)).sum()
    doubled = panel.height - panel.select("id", "fetch_date").n_unique()
    empty, unknown = ((panel[name] == 0).sum() for name in ("owned", "unknown"))
    rows = [
        ("records", f"{panel.height:,}"),
        ("clients", f"{clients:,}"),
        ("months", f"{len(months)}, {months[0]:%Y-%m} to {months[-1]:%Y-%m}"),
        ("clients with a record in every month", f"{every / clients:.1%}"),
        ("further records of a client in the same month", f"{doubled:,}"),
        ("records that hold no product", f"{empty / panel.height:.1%}"),
        ("records with a product flag not known", f"{1 - unknown / panel.height:.2%}"),
    ]
    return pl.DataFrame(rows, schema=["what", "value"], orient="row")


def column_table(panel: pl.DataFrame) -> pl.DataFrame:
    """The 24 profile columns of a panel.

    Returns
    -------
    pl.DataFrame
        ``column``, ``raw_column`` (its name in the raw file), ``meaning``, ``missing`` (share of
        records), ``distinct`` (values), ``commonest`` (value) and ``its_share`` of all records,
        both null for the client's number and without any value.
    """
    rows = []
    for field in PROFILE:
        known = panel[field.name].drop_nulls()
        counts = known.value_counts().sort(["count", field.name], descending=[True, False])
        told = counts.height > 0 and field.name != "id"
        commonest, count = counts.row(0) if told else (None, None)
        rows.append(
            {
                "column": field.name,
                "raw_column": field.column,
                "meaning": _MEANINGS[field.name],
                "missing": panel[field.name].null_count() / panel.height,
                "distinct": counts.height,
                "commonest": str(commonest) if told else None,
                "its_share": count / panel.height if told else None,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)
