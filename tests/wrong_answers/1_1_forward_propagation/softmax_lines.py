# %% shifted by one
# message: 対応が違います
softmax_lines = {"A": 2, "B": 3, "C": 4, "D": 1}


# %% overflow and exponential swapped
# message: A：行
softmax_lines = {"A": 1, "B": 4, "C": 2, "D": 3}


# %% total and division swapped
# message: B：行
softmax_lines = {"A": 2, "B": 3, "C": 1, "D": 4}


# %% one letter missing
# message: A〜D
softmax_lines = {"A": 2, "B": 4, "C": 1}


# %% circled numbers
# message: 整数
softmax_lines = {"A": "②", "B": "④", "C": "①", "D": "③"}


# %% list
# message: 正しい型 dict
softmax_lines = [2, 4, 1, 3]
