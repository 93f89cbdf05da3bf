"""What the pages on one topic show: records in, figures out."""
