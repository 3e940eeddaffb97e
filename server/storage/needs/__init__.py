"""What is done differently for a person, in the database."""
