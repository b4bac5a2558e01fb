"""SystemExit with words: they go to standard error, the status is 1."""
raise SystemExit("not today")
