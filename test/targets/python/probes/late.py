"""Is loaded when its program wants it."""
first = 1
answer = first + 41  # @answer
