"""What comes in: class lists, and the files that students handed in somewhere else."""
