import re

import pytest

from bank_rs.data.fidelity.block import BLOCKS
from bank_rs.data.fidelity.document import DocumentNameError, write_document
from bank_rs.data.whole_file import OutputError

PNG = b"\x89PNG"


def test_document_has_a_section_and_a_plot_for_each_block(results, tmp_path):
    out = tmp_path / "simulated-bank.md"
    write_document(out, list(results.values()), "simulated", ["Made by a test."])
    text = out.read_text("utf-8")
    assert "Made by a test." in text
    for block in BLOCKS:
        assert f"## {block.title}" in text
    plots = re.findall(r"!\[(.*)\]\((.*)\)", text)
    assert len(plots) == len(BLOCKS)
    for title, path in plots:
        assert "simulated" in title
        assert (tmp_path / path).read_bytes().startswith(PNG)
    assert text.count("| missed |") == sum(len(result.failing) for result in results.values())


def test_document_without_its_ending_is_refused(tmp_path):
    with pytest.raises(DocumentNameError, match=r"must end in \.md"):
        write_document(tmp_path / "bank", [], "simulated", [])
    assert not list(tmp_path.iterdir())


def test_document_in_a_place_that_refuses_it_names_the_cure(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputError, match="name another place"):
        write_document(tmp_path / "file" / "bank.md", [], "simulated", [])
