# %% guard and logarithm swapped
# message: A：行
cross_entropy_lines = {"A": 4, "B": 5, "C": 3, "D": 1}


# %% samples and classes swapped
# message: D
# note: 外側の繰り返しと内側の繰り返しを取り違える
cross_entropy_lines = {"A": 3, "B": 5, "C": 4, "D": 2}


# %% mean at the logarithm
# message: B
cross_entropy_lines = {"A": 3, "B": 4, "C": 4, "D": 1}


# %% counted from zero
# message: 対応が違います
cross_entropy_lines = {"A": 2, "B": 4, "C": 3, "D": 0}


# %% one letter missing
# message: A〜D
cross_entropy_lines = {"A": 3, "B": 5, "C": 4}


# %% strings
# message: 整数
cross_entropy_lines = {"A": "3", "B": "5", "C": "4", "D": "1"}
