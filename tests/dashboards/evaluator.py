"""Grafana's evaluation of an alert rule, the part of it that the rules use."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from statistics import fmean

Points = list[float | None]
Ask = Callable[[str, int, int], list[Points]]

CALCULATIONS = {"last": lambda values: values[-1], "mean": fmean, "max": max, "sum": sum}
OPERATORS = {
    ast.Mult: operator.mul,
    ast.Sub: operator.sub,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def fires(rule: Mapping, ask: Ask) -> bool:
    """Whether a rule fires, leaving out how long it must.

    Parameters
    ----------
    rule
        As it is provisioned.
    ask
        Answers the points of each series of a target between two times, in seconds before now.
    """
    numbers: dict[str, float | None] = {}
    series: dict[str, list[Points]] = {}
    for part in rule["data"]:
        model, name = part["model"], part["refId"]
        assert model["refId"] == name
        if model.get("type") == "reduce":
            numbers[name] = reduced(series[model["expression"]], model)
        elif model.get("type") == "math":
            numbers[name] = arithmetic(model["expression"], numbers)
        else:
            window = part["relativeTimeRange"]
            series[name] = ask(model["target"], window["from"], window["to"])
    verdict = numbers[rule["condition"]]
    return bool(verdict) if verdict is not None else rule["noDataState"] == "Alerting"


def reduced(series: list[Points], model: Mapping) -> float | None:
    """One number of one series; two would be one too many, as their labels are the same."""
    assert len(series) < 2
    assert model["settings"] == {"mode": "dropNN"}
    values = [value for points in series for value in points if value is not None]
    return CALCULATIONS[model["reducer"]](values) if values else None


def arithmetic(expression: str, numbers: Mapping[str, float | None]) -> float | None:
    """Value of an expression; nothing where one of its numbers is not there."""
    plain = re.sub(r"\$(\w+)", r"\1", expression).replace("&&", "and").replace("||", "or")
    tree = ast.parse(plain, mode="eval").body
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if any(numbers[name] is None for name in names):
        return None
    return float(_value(tree, numbers))


def _value(node: ast.expr, numbers: Mapping[str, float | None]) -> float:
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            return numbers[name]
        case ast.BoolOp(ast.And(), values):
            return all(_value(value, numbers) for value in values)
        case ast.BoolOp(ast.Or(), values):
            return any(_value(value, numbers) for value in values)
        case ast.BinOp(left, how, right) | ast.Compare(left, [how], [right]):
            return OPERATORS[type(how)](_value(left, numbers), _value(right, numbers))
        case _:
            raise AssertionError(ast.dump(node))
