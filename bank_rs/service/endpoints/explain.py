"""``POST /explain``: what speaks for each recommended product, and what against it."""

from asyncio import get_running_loop
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from pydantic import TypeAdapter

from bank_rs.model.explain import Explainer
from bank_rs.service.answering.answers import likeliest
from bank_rs.service.answering.explained import ExplainedProduct, explained_product
from bank_rs.service.answering.language import Language
from bank_rs.service.answering.queries import Explained
from bank_rs.service.answering.scored import Scored
from bank_rs.service.service import Service

_ANSWER = TypeAdapter(list[ExplainedProduct])


class Explanations:
    """Explains on one thread: milliseconds each are too long for the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "explain")
        # of the champion and of the challenger
        self._explainers: deque[tuple[object, Explainer]] = deque(maxlen=2)

    async def explain(
        self, _: Service, scored: Scored, query: Explained, language: Language
    ) -> bytes:
        """Name for each recommended product the five fields that raise or lower it most."""
        loop = get_running_loop()
        return await loop.run_in_executor(self._thread, self._explain, scored, query, language)

    def _explain(self, scored: Scored, query: Explained, language: Language) -> bytes:
        products = likeliest(scored, query.k)
        asked = scored.asked
        found = self._of(scored).explain(asked.values, asked.months, products)
        return _ANSWER.dump_json(
            [
                explained_product(place, float(scored.probabilities[place]), fields, language)
                for place, fields in zip(products, found, strict=True)
            ]
        )

    def _of(self, scored: Scored) -> Explainer:
        """The explainer of the model that answered, made when it is a new one."""
        champion = scored.model.champion
        for explained, explainer in self._explainers:
            if explained is champion:
                return explainer
        self._explainers.append((champion, Explainer(champion)))
        return self._explainers[-1][1]
