"""The data page: files in, what they would change, what was imported, what is there and what is lacking."""
