"""What is done differently for a person: said, kept under review, ended."""
