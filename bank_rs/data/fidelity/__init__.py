"""A panel beside what has been published about the real file."""
