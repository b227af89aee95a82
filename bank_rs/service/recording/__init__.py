"""What was answered on its way into the prediction log."""
