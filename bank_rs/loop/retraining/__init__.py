"""A challenger trained, set beside the champion, and judged by rules that nobody can forget."""
