# %% input layer forgotten
# message: 入力層
layer_sizes = [3, 3, 1]


# %% one hidden layer
# message: 中間層は2つ
layer_sizes = [2, 3, 1]


# %% reversed
# message: 逆順
layer_sizes = [1, 3, 3, 2]


# %% output layer forgotten
# message: 出力層
layer_sizes = [2, 3, 3]


# %% number of connections
# message: 線の数
# note: ユニットではなく、線の数を数える
layer_sizes = [6, 9, 3]


# %% tuple
# message: 正しい型 list
layer_sizes = (2, 3, 3, 1)


# %% number of layers
# message: 正しい型 list
layer_sizes = 3

# %% fractions
# message: 整数
layer_sizes = [2.0, 3.0, 3.0, 1.0]
