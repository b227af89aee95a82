"""``POST /predict``, ``/predict_proba`` and ``/recommend``: three ways to say the same."""

from bank_rs.service.answering import answers
from bank_rs.service.answering.language import Language
from bank_rs.service.answering.queries import AtLeast, Best, InLanguage
from bank_rs.service.answering.scored import Scored
from bank_rs.service.service import Service


async def predict(_: Service, scored: Scored, query: InLanguage, language: Language) -> bytes:
    """Say for each of the 24 products whether to offer it to this client next."""
    return answers.offer(scored.offered, language)


async def predict_proba(_: Service, scored: Scored, query: AtLeast, language: Language) -> bytes:
    """Say how likely the client adds each product by next month, the likeliest first."""
    return answers.chances(scored.probabilities.tolist(), language, query.threshold)


async def recommend(_: Service, scored: Scored, query: Best, language: Language) -> bytes:
    """Rank the products the client does not hold by how likely it adds them by next month."""
    return answers.ranking(scored, language, query.k)
