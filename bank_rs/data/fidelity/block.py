"""The blocks of the comparison."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bank_rs.data.fidelity.additions import compare_additions
from bank_rs.data.fidelity.ages import compare_ages
from bank_rs.data.fidelity.baskets import compare_baskets
from bank_rs.data.fidelity.columns import compare_columns
from bank_rs.data.fidelity.comparison import Comparison
from bank_rs.data.fidelity.correlations import compare_correlations
from bank_rs.data.fidelity.drops import compare_drops
from bank_rs.data.fidelity.habits import compare_habits
from bank_rs.data.fidelity.incomes import compare_incomes
from bank_rs.data.fidelity.ownership import compare_ownership
from bank_rs.data.fidelity.records import compare_records
from bank_rs.data.fidelity.reload import compare_reload
from bank_rs.data.fidelity.segments import compare_segments
from bank_rs.data.fidelity.subject import Subject


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the comparison.

    Attributes
    ----------
    name
        One word.
    title
        Heading of its section.
    rule
        Its tolerances in words, and what is told without being judged.
    compare
        Measures a panel and yields its lines.
    """

    name: str
    title: str
    rule: str
    compare: Callable[[Subject], Iterator[Comparison]]


BLOCKS: Final = (
    Block(
        "records",
        "Rows and records",
        "Rows of a month and adjacent records within 0.5 %; clients by records within 5 %, 10 % "
        "for the few with 12 to 16; longer gaps within 10 %; arrivals and leavers within 5 %.",
        compare_records,
    ),
    Block(
        "reload",
        "The load of 2015-07",
        "Active clients of a month within 1 point, of the arrivals of 2015-07 within 5, since that "
        "share is only derived; ages and tenures of 99 % of the clients stand still up to it; rows "
        "without a profile within 5 %.",
        compare_reload,
    ),
    Block(
        "columns",
        "Profile columns",
        "Missing values, values of 1,000 rows or more (countries 2,000), years of registration and "
        "quartiles of tenure within 5 %; new clients of a month within half a point.",
        compare_columns,
    ),
    Block(
        "ages",
        "Ages",
        "Ages of 5,000 rows or more, quartiles, mean and deviation within 5 %; where only a part "
        "of an age's rows is published, that many at least; tops of the humps within 1 year and 3.",
        compare_ages,
    ),
    Block(
        "incomes",
        "Incomes",
        "Quartiles and medians of segments and of all 52 provinces within 5 %; mean and deviation "
        "are told.",
        compare_incomes,
    ),
    Block(
        "ownership",
        "Ownership",
        "Within 5 % over all months and within 10 % in every month, for products that more than "
        "0.5 % of the rows hold.",
        compare_ownership,
    ),
    Block(
        "segments",
        "Ownership by segment and activity",
        "Within 15 %, for products that more than 0.5 % of the group's rows hold; a null segment "
        "counts as 02 - PARTICULARES.",
        compare_segments,
    ),
    Block(
        "additions",
        "Additions",
        "Totals of 3,000 or more within 5 %, months of 1,000 or more within 10 %.",
        compare_additions,
    ),
    Block(
        "baskets",
        "Buyers and baskets",
        "Buyers of a month within 0.3 points, sizes within 1.5 and the ten commonest baskets "
        "within 2 points and in their order, where a tenth of a point is a tie.",
        compare_baskets,
    ),
    Block(
        "drops",
        "Drops and repurchases",
        "Drops and leavers within 10 %; repurchases within 7 points where 400 additions or more "
        "are published, tjcr as a lower bound; the junior account ends at 20.",
        compare_drops,
    ),
    Block(
        "correlations",
        "Correlations",
        "Mean absolute error of at most 0.04 between products and 0.05 between features and "
        "products; single pairs are told.",
        compare_correlations,
    ),
    Block("habits", "Whole histories", "Told, not asked.", compare_habits),
)
