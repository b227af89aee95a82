"""Every client of a month is offered something: the model asked about all of them."""
