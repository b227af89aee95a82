from bank_rs.loop.watch.decisions import Decision, Decisions, Step


def decision(about: str) -> Decision:
    return Decision(step=Step.RETRAIN, about=about, result="left", reason="nothing new")


def test_decisions_come_back_in_their_order(tmp_path):
    first, second = decision("2016-05"), decision("2016-06")
    for one in (first, second):
        Decisions(tmp_path / "new").add(one)
    assert list(Decisions(tmp_path / "new")) == [first, second]


def test_no_file_is_no_decision(tmp_path):
    assert not list(Decisions(tmp_path))


def test_half_a_line_hides_no_other(tmp_path):
    decisions = Decisions(tmp_path)
    decisions.add(decision("2016-05"))
    whole = decisions.path.read_text()
    decisions.path.write_text(f"{whole}{whole[:40]}\n")
    decisions.add(decision("2016-06"))
    assert [one.about for one in decisions] == ["2016-05", "2016-06"]
