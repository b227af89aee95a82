from bank_rs.stack.stack import run

__all__ = ["run"]
