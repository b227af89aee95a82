"""Clients' newest thirteen months in one file, looked up by client."""

from bank_rs.data.history_store.histories import Histories
from bank_rs.data.history_store.store import HistoryFileError, HistoryStore
from bank_rs.data.history_store.writer import write_history

__all__ = ["Histories", "HistoryFileError", "HistoryStore", "write_history"]
