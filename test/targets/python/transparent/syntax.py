"""A mistake that Python finds before the first line."""
print("never"
