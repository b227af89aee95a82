"""What follows an answer: what came true, how clients change, and which model serves next."""
