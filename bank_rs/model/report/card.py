"""The facts of a model: its data, how it was made, and its limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bank_rs.model.report.evidence import Evidence

SIMULATED: Final = (
    "The data is simulated: the figures say how well the model finds what the simulator does, not "
    "how it would do with the clients of a bank."
)
PROBABILITY: Final = (
    "An answer is a probability of adding a product by the next month, not of a need for it or of "
    "profit from it."
)
RARE: Final = (
    "Products added too seldom for a model of their own are answered with their rate, see the "
    "table of products."
)


@dataclass(frozen=True, slots=True)
class Card:
    """Facts by their names, and sentences."""

    facts: Mapping[str, str]
    parameters: Mapping[str, str]
    libraries: Mapping[str, str]
    protocol: Sequence[str]
    limits: Sequence[str]


def card_of(evidence: Evidence) -> Card:
    """The model card of a report."""
    card, data = evidence.card, evidence.card.data
    facts = {
        "model": evidence.model,
        "data": data.description,
        "kind of data": "simulated" if evidence.simulated else "real",
        "period": f"{data.first_month:%Y-%m} to {data.last_month:%Y-%m}",
        "records": f"{data.rows:,} of {data.clients:,} clients",
        "judged on": f"records of {evidence.month:%Y-%m}, additions by {evidence.target:%Y-%m}",
        "trained": f"{card.trained_at:%Y-%m-%d %H:%M} UTC",
        "SHA-256 of the data": data.sha256,
    }
    return Card(
        facts=facts,
        parameters={name: str(value) for name, value in card.parameters.items()},
        libraries={"Python": card.python, **card.libraries},
        protocol=evidence.protocol,
        limits=[*([SIMULATED] if evidence.simulated else []), PROBABILITY, RARE, *evidence.limits],
    )
