"""My company in twelve questions: answers in plain words become a short scenario file."""
