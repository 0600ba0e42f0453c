"""Reading and writing notebooks: exercises in them, their text twins, running them."""
