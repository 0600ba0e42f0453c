# %% floor
# message: 切り上げ
def updates_per_epoch(N, B):
    return N // B


# %% one too many
# message: 割り切れるとき
def updates_per_epoch(N, B):
    return N // B + 1


# %% not an integer
# message: 回数は整数
def updates_per_epoch(N, B):
    return N / B


# %% rounded
# message: 切り上げ
def updates_per_epoch(N, B):
    return round(N / B)


# %% product
# message: 値が違います
def updates_per_epoch(N, B):
    return N * B


# %% ceil of NumPy
# message: 整数ではありません
# note: np.ceil の答えは、小数の 4.0
def updates_per_epoch(N, B):
    return np.ceil(N / B)
