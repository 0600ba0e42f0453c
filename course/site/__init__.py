"""The course's web site: built from notebooks/, release/ and docs/, without a network."""
