"""What goes out: grades as tables, and feedback pages as Moodle takes them."""
