"""Do tests tell right from wrong? Named answers, mutants, and runs in this process."""
