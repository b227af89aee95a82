"""Requests nobody should send, and what comes back of them."""
