"""Shapley values by their definition, coalition by coalition."""

from itertools import combinations
from math import factorial

import lightgbm as lgb
import numpy as np


def shapley_values(text, row):
    """Contribution of each feature to each raw score of a LightGBM text, shape (outputs, n)."""
    model = lgb.Booster(model_str=text).dump_model()
    outputs = model["num_tree_per_iteration"]
    found = np.zeros((outputs, len(row)))
    for place, tree in enumerate(model["tree_info"]):
        root = tree["tree_structure"]
        # a feature that a tree does not ask has no part in it
        players = sorted(_asked(root))
        for player in players:
            found[place % outputs, player] += _share(root, row, player, players)
    return found


def _share(root, row, player, players):
    others = [other for other in players if other != player]
    total = 0.0
    for size in range(len(players)):
        weight = factorial(size) * factorial(len(players) - size - 1) / factorial(len(players))
        for known in combinations(others, size):
            gain = _expected(root, row, {*known, player}) - _expected(root, row, {*known})
            total += weight * gain
    return total


def _expected(node, row, known):
    """Mean of the leaves a row may end in, by their rows, when only some features are known."""
    if "leaf_value" in node:
        return node["leaf_value"]
    if node["split_feature"] in known:
        return _expected(_next(node, row), row, known)
    children = node["left_child"], node["right_child"]
    return np.average(
        [_expected(child, row, known) for child in children],
        weights=[_rows(child) for child in children],
    )


def _next(node, row):
    value = row[node["split_feature"]]
    if np.isnan(value) and node["missing_type"] == "NaN":
        left = node["default_left"]
    else:
        left = np.nan_to_num(value) <= node["threshold"]
    return node["left_child"] if left else node["right_child"]


def _rows(node):
    return node["leaf_count"] if "leaf_value" in node else node["internal_count"]


def _asked(node):
    if "leaf_value" in node:
        return set()
    return {node["split_feature"]} | _asked(node["left_child"]) | _asked(node["right_child"])
