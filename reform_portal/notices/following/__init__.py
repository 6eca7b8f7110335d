"""What people follow, and the letters that come of it."""
