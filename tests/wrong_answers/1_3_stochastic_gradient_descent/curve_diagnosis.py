# %% E is too large
# message: 少し大きくすると発散
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 5), "E": ("イ", 4)}


# %% D is too slow
# message: 着くところは同じ
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 3), "D": ("ア", 1), "E": ("ウ", 4)}


# %% A is a valley
# message: 下がる速さはどう
curve_diagnosis = {"A": ("ウ", 4), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 5), "E": ("ア", 1)}


# %% B has the wrong sign
# message: もう1つの学習率では
curve_diagnosis = {"A": ("ア", 1), "B": ("カ", 6), "C": ("エ", 3), "D": ("オ", 5), "E": ("ウ", 4)}


# %% C diverges
# message: 初めは下がって
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("イ", 2), "D": ("オ", 5), "E": ("ウ", 4)}


# %% A needs more updates
# message: まだ足りません
curve_diagnosis = {"A": ("ア", 7), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 5), "E": ("ウ", 4)}


# %% E with a smaller rate
# message: もっと遅く
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 5), "E": ("ウ", 2)}


# %% C with a smaller rate
# message: よいところをとります
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 2), "D": ("オ", 5), "E": ("ウ", 4)}


# %% D with a larger rate
# message: 変えるのは学習率では
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 1), "E": ("ウ", 4)}


# %% B standardised
# message: 何倍違いますか
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 4), "C": ("エ", 3), "D": ("オ", 5), "E": ("ウ", 4)}


# %% only causes
# message: 組ではありません
curve_diagnosis = {"A": "ア", "B": "イ", "C": "エ", "D": "オ", "E": "ウ"}


# %% one key missing
# message: 5つです
curve_diagnosis = {"A": ("ア", 1), "B": ("イ", 2), "C": ("エ", 3), "D": ("オ", 5)}


# %% words
# message: 1文字で
curve_diagnosis = {key: ("小さい", 1) for key in "ABCDE"}


# %% list
# message: 答えが辞書ではありません
curve_diagnosis = [("ア", 1), ("イ", 2), ("エ", 3), ("オ", 5), ("ウ", 4)]
