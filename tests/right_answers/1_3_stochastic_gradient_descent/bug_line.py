# %% literal
bug_line = 5


# %% computed
bug_line = 4 + 1


# %% int call
bug_line = int("5")
