"""The models that answer, and which of them answers whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bank_rs.service.answering.scored import Asked
from bank_rs.service.following.served import ServedModel
from bank_rs.service.trial.shares import NO_TRIAL, Shares


@dataclass(frozen=True, slots=True)
class Lineup:
    """The champion and the model that is tried beside it; another one takes its place as a whole.

    Attributes
    ----------
    champion
        Answers all whom the challenger does not.
    shares
        How much the challenger has to do.
    followed
        What the challenger's alias points to; the champion itself, too.
    """

    champion: ServedModel
    shares: Shares = NO_TRIAL
    followed: ServedModel | None = None

    @property
    def challenger(self) -> ServedModel | None:
        """The model that is tried; None where there is none, or it is the champion's own."""
        if self.followed is None or self.followed.sha256 == self.champion.sha256:
            return None
        return self.followed

    def with_champion(self, model: ServedModel) -> Self:
        """The same but for the champion."""
        return replace(self, champion=model, followed=_sharing(self.followed, model))

    def with_challenger(self, model: ServedModel | None) -> Self:
        """The same but for the challenger."""
        return replace(self, followed=_sharing(model, self.champion))

    def chosen(self, asked: Sequence[Asked]) -> list[bool]:
        """For each client whether the challenger answers; empty where it answers nobody."""
        canary = self.shares.canary
        if not canary.share or self.challenger is None:
            return []
        return [one.values["id"] in canary for one in asked]


def _sharing(model: ServedModel | None, champion: ServedModel) -> ServedModel | None:
    """The model, in the champion's memory where both are the same."""
    if model is None or model.sha256 != champion.sha256:
        return model
    return replace(model, champion=champion.champion)
