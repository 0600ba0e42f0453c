# %% other order
cross_entropy_lines = {"D": 1, "A": 3, "C": 4, "B": 5}

# %% dict of keywords
cross_entropy_lines = dict(A=3, B=5, C=4, D=1)

# %% filled in
cross_entropy_lines = {}
cross_entropy_lines["A"] = 3
cross_entropy_lines["B"] = 5
cross_entropy_lines["C"] = 4
cross_entropy_lines["D"] = 1
