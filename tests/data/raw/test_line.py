import pytest

from bank_rs.data.raw.line import fault


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"", "have 48 comma-separated fields, not 1"),
        (b"0," * 48, "have 48 comma-separated fields, not 49"),
        (b'"PALMAS, LAS",1', "have 48 comma-separated fields, not 2"),
        ("CORUÑA".encode("latin-1"), "be UTF-8 text"),
        (b"a\0b", "be free of control characters"),
        (b"a\rb", "be free of control characters"),
        (b'"PALMAS', "have its quotes around whole fields, closed before the line ends"),
        (b'PAL"MAS', "have its quotes around whole fields, closed before the line ends"),
        (b'"PAL"MAS', "have its quotes around whole fields, closed before the line ends"),
        (b"0\r", "have 48 comma-separated fields, not 1"),
    ],
)
def test_fault_is_the_first_rule_that_is_broken(line, rule):
    assert fault(line) == rule
