"""For PEOPLE: results as words, tables, pictures and files. Faces only; nothing is computed here."""
