from io import BytesIO

from matplotlib.figure import Figure
from PIL import Image

from bank_rs.exploration.picture import png_of


def test_png_of_keeps_the_size_in_a_palette():
    figure = Figure(figsize=(2, 1), dpi=50)
    figure.add_subplot().plot([1, 2])
    picture = Image.open(BytesIO(png_of(figure)))
    assert picture.format == "PNG"
    assert picture.size == (100, 50)
    assert picture.mode == "P"


def test_png_of_is_smaller_than_the_usual_file():
    figure = Figure(dpi=80)
    figure.add_subplot().imshow([[1, 2], [3, 4]])
    usual = BytesIO()
    figure.savefig(usual, format="png")
    assert len(png_of(figure)) < len(usual.getvalue()) / 2
