# %% literal
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 5), "E": ("ウ", 4)}


# %% lists
curve_diagnosis = {"A": ["ア", 1], "B": ["イ", 2], "C": ["エ", 3], "D": ["オ", 5], "E": ["ウ", 4]}


# %% zip
curve_diagnosis = dict(zip("ABCDE", zip("アイエオウ", (1, 2, 3, 5, 4))))
