from dataclasses import replace

from bank_rs.model.report.metrics import metrics_section


def headings(table):
    return [column.heading for column in table.columns]


def first_cells(table):
    return [row[0].text for row in table.rows]


def test_every_metric_stands_in_one_table(evidence):
    lists, answers, rest = metrics_section(evidence).tables
    shown = len(lists.rows) + len(rest.rows) + 3 * 4
    assert shown == len(evidence.quality.metrics)
    assert headings(lists) == ["metric", "model", "popularity", "limit"]
    assert headings(answers) == ["metric", "micro", "macro", "weighted"]
    assert "log loss, nats" in first_cells(rest)


def test_all_pairs_stand_where_they_differ(evidence):
    answers = metrics_section(evidence).tables[1]
    assert "ROC-AUC, held pairs as not added" in first_cells(answers)
    same = replace(evidence.quality, all_pairs=evidence.quality.metrics)
    answers = metrics_section(replace(evidence, quality=same)).tables[1]
    assert first_cells(answers) == ["precision", "recall", "F1", "ROC-AUC"]


def test_model_without_others_stands_alone(bare):
    assert headings(metrics_section(bare).tables[0]) == ["metric", "model"]
