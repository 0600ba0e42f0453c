"""`course demo`: a sample class, from build to table of grades."""
