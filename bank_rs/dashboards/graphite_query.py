"""A query of Graphite, which grafana-foundation-sdk 0.0.21 has no builder for."""

from string import ascii_uppercase
from typing import Any, Self

from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.common import DataSourceRef

from bank_rs.dashboards.source import DATA_SOURCE


class GraphiteQuery(Dataquery):
    """One target as Grafana stores it.

    Parameters
    ----------
    target
        Expression of Graphite.
    ref_id
        Letter of the target in its panel.
    """

    def __init__(self, target: str, ref_id: str) -> None:
        self.target = target
        self.ref_id = ref_id

    def to_json(self) -> dict[str, object]:
        """The target; as text, as Grafana's editor of functions would lay it out anew."""
        return {
            "refId": self.ref_id,
            "datasource": data_source(),
            "target": self.target,
            "textEditor": True,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read back what `to_json` writes."""
        return cls(data["target"], data["refId"])


class Target(Builder[Dataquery]):
    """Builder of a `GraphiteQuery`, as the SDK's panels want it."""

    def __init__(self, target: str, ref_id: str = "A") -> None:
        self._query = GraphiteQuery(target, ref_id)

    def build(self) -> Dataquery:
        """The query."""
        return self._query


def queries(targets: tuple[str, ...]) -> list[Builder[Dataquery]]:
    """A builder for each expression, lettered in their order."""
    return [
        Target(target, letter) for target, letter in zip(targets, ascii_uppercase, strict=False)
    ]


def data_source() -> DataSourceRef:
    """The data source, as the SDK's panels want it."""
    return DataSourceRef(type_val=DATA_SOURCE["type"], uid=DATA_SOURCE["uid"])
