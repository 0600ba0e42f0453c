# %% literal
step_sizes = {"A": "ウ", "B": "ア", "C": "イ"}


# %% other order
step_sizes = {"C": "イ", "A": "ウ", "B": "ア"}


# %% dict call
step_sizes = dict(zip("ABC", "ウアイ"))
