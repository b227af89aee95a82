import struct

from tests.service.dashboard.screenshot import WIDTH, photograph


def test_picture_is_as_wide_as_a_laptop_and_as_long_as_the_page(program, served, tmp_path):
    picture = tmp_path / "dashboard.png"
    photograph(program, f"{served}/dashboard?board=bank-rs-products", picture)
    # PNG (RFC 2083, 11.2.1) has its size behind the signature and the first chunk's name
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    assert width == WIDTH
    assert height > WIDTH
