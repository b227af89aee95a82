"""The kinds of panel there are: a figure, lines over time, bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from grafana_foundation_sdk.builders import bargauge, common, stat, timeseries
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    BigValueGraphMode,
    GraphDrawStyle,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
    VisibilityMode,
    VizOrientation,
)

from bank_rs.dashboards import look
from bank_rs.dashboards.graphite_query import data_source, queries

NO_DATA: Final = "нет данных"
LAST: Final = "lastNotNull"
"""Totals are made by Graphite, in one point, so nothing is left to calculate."""

Panel = bargauge.Panel | stat.Panel | timeseries.Panel


@dataclass(frozen=True, slots=True)
class Text:
    """What a panel says in words.

    Attributes
    ----------
    title, description
        In Russian; the description says what is counted and what to make of it.
    empty
        Shown in place of values that are not there.
    """

    title: str
    description: str
    empty: str = NO_DATA


@dataclass(frozen=True, slots=True)
class Scale:
    """How values are written and where their axis ends.

    Attributes
    ----------
    unit
        Id of Grafana's.
    decimals, least, most
        None leaves them to the values.
    """

    unit: str
    decimals: int | None = None
    least: float | None = None
    most: float | None = None


def figure(
    text: Text,
    scale: Scale,
    target: str,
    *,
    below: str = look.BLUE,
    limits: look.Limits = (),
) -> stat.Panel:
    """One large figure, the last point of one target."""
    panel = stat.Panel().graph_mode(BigValueGraphMode.NONE)
    panel.reduce_options(common.ReduceDataOptions().calcs([LAST]))
    panel.color_scheme(look.by_thresholds()).thresholds(look.thresholds(below, limits))
    _fill(panel, text, scale, (target,))
    return panel


def bars(text: Text, scale: Scale, target: str) -> bargauge.Panel:
    """A horizontal bar for the last point of each series of a target, in their order."""
    panel = bargauge.Panel().orientation(VizOrientation.HORIZONTAL)
    panel.display_mode(BarGaugeDisplayMode.BASIC)
    panel.reduce_options(common.ReduceDataOptions().calcs([LAST]))
    panel.color_scheme(look.by_thresholds()).thresholds(look.thresholds(look.BLUE))
    _fill(panel, text, scale, (target,))
    return panel


def lines(
    text: Text,
    scale: Scale,
    *targets: str,
    colours: Mapping[str, str] | None = None,
    stacked: bool = False,
    legend: LegendPlacement = LegendPlacement.BOTTOM,
) -> timeseries.Panel:
    """Series over time; stacked ones are filled."""
    panel = timeseries.Panel().draw_style(GraphDrawStyle.LINE).line_width(1)
    panel.show_points(VisibilityMode.AUTO).fill_opacity(30 if stacked else 5)
    stacking = StackingMode.NORMAL if stacked else StackingMode.NONE
    panel.stacking(common.StackingConfig().mode(stacking).group("A"))
    mode = LegendDisplayMode.LIST if legend is LegendPlacement.BOTTOM else LegendDisplayMode.TABLE
    panel.legend(
        common.VizLegendOptions().show_legend(True).display_mode(mode).placement(legend).calcs([])
    )
    tooltip = common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI)
    panel.tooltip(tooltip.sort(SortOrder.DESCENDING)).color_scheme(look.by_order())
    for name, colour in (colours or {}).items():
        panel.override_by_name(name, [look.fixed(colour)])
    _fill(panel, text, scale, targets)
    return panel


def renamed(panel: Panel, names: Mapping[str, str]) -> Panel:
    """The panel with other names for its series, by the names their target gives them."""
    for name, shown in names.items():
        panel.override_by_name(name, [look.called(shown)])
    return panel


def looking_back(panel: Panel, since: str) -> Panel:
    """The panel with a time range of its own, such as ``15y`` up to now."""
    panel.time_from(since)
    return panel


def _fill(panel: Panel, text: Text, scale: Scale, targets: tuple[str, ...]) -> None:
    panel.title(text.title).description(text.description).no_value(text.empty)
    panel.datasource(data_source()).targets(queries(targets)).unit(scale.unit)
    if scale.decimals is not None:
        panel.decimals(scale.decimals)
    if scale.least is not None:
        panel.min(scale.least)
    if scale.most is not None:
        panel.max(scale.most)
