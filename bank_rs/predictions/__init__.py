"""What was answered, kept until it is known what came true."""
