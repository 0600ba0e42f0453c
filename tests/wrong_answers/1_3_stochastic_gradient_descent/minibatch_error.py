# %% sum
# message: 件数で割ります
minibatch_error = 18


# %% divided by all
# message: 全体の件数ではなく
minibatch_error = 18 / 5


# %% counted from one
# message: 0 から数えます
minibatch_error = (4 + 2 + 6) / 3


# %% mean of all
# message: 値が違います
minibatch_error = (4 + 2 + 6 + 8 + 10) / 5 + 0.5


# %% list
# message: 1つの数
minibatch_error = [4, 6, 8]


# %% half
# message: だけを平均します
minibatch_error = 3
