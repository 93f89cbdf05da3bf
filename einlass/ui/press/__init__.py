"""The page of the press desk, part by part."""
