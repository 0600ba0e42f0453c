# %% rows of the matrix
# message: 列との内積
# note: 行との内積をとる（要素の数も合わない）
product = [11, 17]
product_shape = (2,)


# %% vector on the right
# message: 値が違います
product = [1, 6, 17]
product_shape = (3,)


# %% reversed vector
# message: 順番
# note: [2, 1] との積を計算する
product = [4, 10, 16]
product_shape = (3,)


# %% row vector
# message: 1次元
product = [[5, 11, 17]]
product_shape = (1, 3)


# %% shape with one row
# message: 1次元
product = [5, 11, 17]
product_shape = (1, 3)


# %% shape of the matrix
# message: product_shape
product = [5, 11, 17]
product_shape = (2, 3)


# %% elementwise
# message: 要素ごとの積
product = [[1, 3, 5], [4, 8, 12]]
product_shape = (2, 3)


# %% integer instead of tuple
# message: (3) はただの整数
product = [5, 11, 17]
product_shape = (3)


# %% column
# message: 1次元
product = [5, 11, 17]
product_shape = (3, 1)
