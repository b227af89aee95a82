"""The raw text cut into blocks of whole lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from bank_rs.data.raw.refusal import RawFileError

BLOCK_BYTES: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines of the file.

    Attributes
    ----------
    data
        The lines' bytes, each line with its newline.
    first_line
        Number of the first line; the file's first line is 1.
    lines
        How many they are, counted in the bytes.
    cut
        Whether the last one has no newline, which only the file's last line may lack.
    end
        Bytes of the file up to the end of this block.
    """

    data: bytes
    first_line: int
    lines: int
    cut: bool
    end: int


def read_blocks(file: BinaryIO, path: Path, size: int = BLOCK_BYTES) -> Iterator[Block]:
    """Cut the rest of the file, after its header, into blocks.

    Parameters
    ----------
    file
        Open at the start of line 2.
    path
        Its name, for an error.
    size
        Bytes of a block, about.

    Raises
    ------
    RawFileError
        If a line is longer than a block.
    """
    rest, line, end = b"", 2, file.tell()
    while chunk := file.read(size):
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            if len(rest) > size:
                raise RawFileError(
                    f"{path} line {line} is longer than {size:,} bytes: name a CSV file."
                )
            rest += chunk
            continue
        data, rest = rest + chunk[:cut], chunk[cut:]
        end += len(data)
        yield Block(data, line, lines := data.count(b"\n"), cut=False, end=end)
        line += lines
    if rest:
        yield Block(rest, line, 1, cut=True, end=end + len(rest))
