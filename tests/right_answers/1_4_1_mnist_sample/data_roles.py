# %% literal
data_roles = {"A": "validation", "B": "train", "C": "test"}


# %% dict call
data_roles = dict(A="validation", B="train", C="test")


# %% zip
data_roles = dict(zip("ABC", ["validation", "train", "test"]))
