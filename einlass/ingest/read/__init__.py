"""Bytes → sheet: each format in a file of its own, the same sheet of text from all of them."""
