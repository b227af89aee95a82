"""Every candidate on the same split, tried, compared, tuned and written down."""
