"""`course report`: what a graded chapter says about the class, as pages for people and as JSON."""
