# %% A and C swapped
# message: 絶対値
step_sizes = {"A": "イ", "B": "ア", "C": "ウ"}


# %% B does not move
# message: w の符号は
step_sizes = {"A": "ウ", "B": "エ", "C": "イ"}


# %% B oscillates
# message: w の符号は
step_sizes = {"A": "ウ", "B": "イ", "C": "イ"}


# %% C diverges
# message: 変わり方を見ましょう
step_sizes = {"A": "ウ", "B": "ア", "C": "ウ"}


# %% words
# message: 1文字で
step_sizes = {"A": "大きすぎる", "B": "小さい", "C": "大きめ"}


# %% list
# message: 答えが辞書ではありません
step_sizes = ["ウ", "ア", "イ"]
