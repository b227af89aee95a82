import re

from bank_rs.data.fidelity.block import BLOCKS
from bank_rs.data.fidelity.document import write_document

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
