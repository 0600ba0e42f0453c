# %% A and B swapped
# message: それは b で微分したとき
blanks = {"A": "ア", "B": "ウ", "C": "エ"}


# %% w for x
# message: w にかかっている数
blanks = {"A": "イ", "B": "ア", "C": "エ"}


# %% sum
# message: かけます
blanks = {"A": "ウ", "B": "ア", "C": "オ"}


# %% b for one
# message: b の係数
blanks = {"A": "ウ", "B": "カ", "C": "エ"}


# %% x for one
# message: それは w で微分したとき
blanks = {"A": "ウ", "B": "ウ", "C": "エ"}


# %% code instead of a letter
# message: 1文字で書きます
blanks = {"A": "x", "B": "1", "C": "dE_dy * dy_du"}


# %% list
# message: 型
blanks = ["ウ", "ア", "エ"]


# %% key missing
# message: キーは
blanks = {"A": "ウ", "B": "ア"}


# %% dE_dy only
# message: y を通ります
blanks = {"A": "ウ", "B": "ア", "C": "ア"}
