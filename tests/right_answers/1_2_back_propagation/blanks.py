# %% literal
blanks = {"A": "ウ", "B": "ア", "C": "エ"}


# %% other order
blanks = {"C": "エ", "B": "ア", "A": "ウ"}


# %% dict call
blanks = dict(A="ウ", B="ア", C="エ")
