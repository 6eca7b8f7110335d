"""Answers that drafters filled in in the table of proposals: reading the file, what it would change, doing that."""
