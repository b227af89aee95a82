"""Tables and plots of a panel, shared by the notebooks."""
