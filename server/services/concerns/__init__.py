"""What happens to a concern once it has come: its clocks, the people who are told, what they write down and read."""
