"""The page that a student gets back.

graded_page.py  fills in what the gradebook holds
exporter.py     renders the notebook; templates/feedback.html.j2 is the page
"""
