from bank_rs.service.edge.request_id import RequestIds


def test_made_names_differ_within_and_between_processes():
    one, other = RequestIds(), RequestIds()
    names = [ids.of([]) for ids in (one, other) for _ in range(1000)]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 64 and name.isascii() for name in names)


def test_name_of_the_client_is_kept_where_it_can_be_logged():
    assert RequestIds().of([(b"x-request-id", b"trace-7")]) == "trace-7"
    assert RequestIds().of([(b"x-request-id", b'"')]) != '"'
