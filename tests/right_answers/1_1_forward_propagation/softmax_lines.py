# %% other order
softmax_lines = {"C": 1, "A": 2, "D": 3, "B": 4}

# %% dict of keywords
softmax_lines = dict(A=2, B=4, C=1, D=3)

# %% zip
softmax_lines = dict(zip("ABCD", [2, 4, 1, 3]))
