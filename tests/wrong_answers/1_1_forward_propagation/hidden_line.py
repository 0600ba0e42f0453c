# %% total input
# message: 総入力
hidden_line = 2


# %% output
# message: 出力層
hidden_line = 5


# %% total input of the output layer
# message: 出力層
hidden_line = 4


# %% input
# message: 入力
hidden_line = 1


# %% string
# message: 正しい型 int
hidden_line = "3"


# %% two lines
# message: 正しい型 int
hidden_line = [2, 3]
