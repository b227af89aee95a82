from bank_rs.model.experiment.fitting import fit_sample
from bank_rs.model.experiment.latency import latency
from tests.model.experiment import small


def test_each_kind_of_estimator_is_asked(store, origin):
    sample, rows = store.sample(store.months[:1]), store.month(origin.judged).rows
    for candidate in (small.MODEL, small.COMEBACK):
        fitted = fit_sample(candidate.make(), sample)
        assert 0 < latency(fitted, rows, records=20) < 1e6
