"""One rule of the gate, and what it found."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """One product or group of clients, judged by itself.

    Attributes
    ----------
    name
        Code of the product, or the group.
    buyers
        Clients on whom it is measured, those who added something.
    champion, challenger
        Means of the measure.
    change, low, high
        How much more the challenger's is, in parts of the champion's, and the ends of its
        interval.
    passed
        Whether the rule holds.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    buyers: int
    champion: float
    challenger: float
    change: float
    low: float
    high: float
    passed: bool


class Check(BaseModel):
    """One row of the verdict's table.

    Attributes
    ----------
    name
        The rule, in a few words.
    figure
        What was measured; None where there was nothing to measure.
    shown, bound
        The figure and what it is held against, as people read them.
    passed
        Whether the rule holds.
    sentence
        What was found.
    interval
        Ends of the figure's interval; None where the rule asks for none.
    parts
        What was judged by itself, where the rule is about products or groups.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    figure: float | None
    shown: str
    bound: str
    passed: bool
    sentence: str
    interval: tuple[float, float] | None = None
    parts: tuple[Part, ...] = ()
