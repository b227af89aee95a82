"""Colours and the limits at which they change."""

from typing import Final

from grafana_foundation_sdk.builders.dashboard import FieldColor, ThresholdsConfig
from grafana_foundation_sdk.models.dashboard import (
    DynamicConfigValue,
    FieldColorModeId,
    Threshold,
    ThresholdsMode,
)

GREEN: Final = "green"
YELLOW: Final = "yellow"
ORANGE: Final = "orange"
RED: Final = "red"
BLUE: Final = "blue"
PURPLE: Final = "purple"

Limits = tuple[tuple[float, str], ...]


def thresholds(below: str, limits: Limits = ()) -> ThresholdsConfig:
    """One colour below the first limit, and another from each limit on."""
    steps = [Threshold(value=None, color=below)]
    steps += [Threshold(value=value, color=colour) for value, colour in limits]
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps)


def by_thresholds() -> FieldColor:
    """The colour that the thresholds say."""
    return FieldColor().mode(FieldColorModeId.THRESHOLDS)


def by_order() -> FieldColor:
    """A colour for each series, in their order."""
    return FieldColor().mode(FieldColorModeId.PALETTE_CLASSIC)


def fixed(colour: str) -> DynamicConfigValue:
    """One colour for a series, as an override."""
    mode = FieldColorModeId.FIXED.value
    return DynamicConfigValue(id_val="color", value={"mode": mode, "fixedColor": colour})


def called(name: str) -> DynamicConfigValue:
    """Another name for a series, as an override."""
    return DynamicConfigValue(id_val="displayName", value=name)
