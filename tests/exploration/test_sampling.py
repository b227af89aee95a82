from bank_rs.exploration.sampling import one_record_each, some_clients


def test_some_clients_keeps_all_their_records(panel):
    sample = some_clients(panel, 100)
    ids = sample["id"].unique()
    assert len(ids) == 100
    assert sample.height == panel["id"].is_in(ids.implode()).sum()


def test_some_clients_of_a_small_panel_are_all(panel):
    assert some_clients(panel, 10**6).height == panel.height


def test_one_record_each_has_every_client_once(panel):
    sample = one_record_each(panel, 10**6)
    assert sample["id"].is_unique().all()
    assert set(sample["id"]) == set(panel["id"])
    assert sample["fetch_date"].n_unique() == panel["fetch_date"].n_unique()


def test_one_record_each_stops_at_the_limit_and_repeats_itself(panel):
    sample = one_record_each(panel, 50, seed=3)
    assert sample.height == 50
    assert sample.equals(one_record_each(panel, 50, seed=3))
    assert not sample.equals(one_record_each(panel, 50, seed=4))
