"""The loop that turns by itself."""
