from bank_rs.data.fidelity.records import compare_records
from bank_rs.data.fidelity.subject import Subject


def found_of(panel):
    subject = Subject.of(panel)
    share = subject.sample.share
    return {line.name: round(line.found * share) for line in compare_records(subject)}


def test_records_and_gaps_are_counted(panel_of, history_of):
    found = found_of(panel_of(*history_of(1, [0, None, 0]), *history_of(2, [0, *[None] * 9, 0])))
    assert found["rows: 2015-01"] == 3
    assert found["clients by records: 17"] == 1
    assert found["clients by records: 2"] == 2
    assert found["months between records: 1"] == 16
    assert found["months between records: 2"] == 1
    assert found["months between records: 7 and more"] == 1


def test_clients_of_may_and_june_are_told_apart(panel_of, history_of):
    left = history_of(1, [0] * 5)
    arrived = history_of(2, [None] * 5 + [0])
    july = history_of(3, [None] * 6 + [0])
    found = found_of(panel_of(*left, *arrived, *july))
    assert found["clients from May to June: both 2015-06"] == 1
    assert found["clients from May to June: leave 2015-06"] == 1
    assert found["clients from May to June: arrive 2015-06"] == 1
    assert found["rows more than a month before: 2015-07"] == 0
