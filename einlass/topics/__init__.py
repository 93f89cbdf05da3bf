"""What the pages of the topics compute: records of the warehouse in, figures out."""
