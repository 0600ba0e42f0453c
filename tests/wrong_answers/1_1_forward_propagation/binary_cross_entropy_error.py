# %% target ignored
# message: d = 0
# note: -log(y) だけで、d を使わない
def binary_cross_entropy_error(d, y):
    return np.mean(-np.log(np.maximum(y, 1e-12)))


# %% only the positive term
# message: d = 0
# note: 多クラスの式をそのまま使い、d = 0 のデータの誤差がいつも 0 になる
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    return np.mean(d * -np.log(np.maximum(y, 1e-12)))


# %% arguments swapped
# message: d と y が逆
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    safe = np.clip(d, 1e-12, 1 - 1e-12)
    return np.mean(-y * np.log(safe) - (1 - y) * np.log(1 - safe))


# %% not divided by N
# message: N で割って
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.sum(-np.log(np.maximum(p, 1e-12)))


# %% one dimension as one sample
# message: N で割って
# note: ほかの2つの関数と同じく、1次元を1件と考える
def binary_cross_entropy_error(d, y):
    N = 1 if np.ndim(y) == 1 else len(y)
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.sum(-np.log(np.maximum(p, 1e-12))) / N


# %% broadcast
# message: (N, N)
# note: (N,) と (N, 1) の計算は、(N, N) の表になる
def binary_cross_entropy_error(d, y):
    p = d * y + (1 - d) * (1 - y)
    return np.sum(-np.log(np.maximum(p, 1e-12))) / len(y)


# %% broadcast mean
# message: (N, N)
def binary_cross_entropy_error(d, y):
    p = d * y + (1 - d) * (1 - y)
    return np.mean(-np.log(np.maximum(p, 1e-12)))


# %% no guard
# message: log(0)
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.mean(-np.log(p))


# %% no guard in the formula
# message: log(0)
# note: 完全に当たっても、0 * log(0) が nan になる
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    return -np.mean(d * np.log(y) + (1 - d) * np.log(1 - y))


# %% second term without guard
# message: log(0)
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    safe = np.maximum(y, 1e-12)
    return -np.mean(d * np.log(safe) + (1 - d) * np.log(1 - y))


# %% small number added
# message: 足すと
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    return -np.mean(d * np.log(y + 1e-7) + (1 - d) * np.log(1 - y + 1e-7))


# %% clipped on both sides
# message: 上から切り取って
# note: 上も切り取ると、完全に当たっても 0 にならない
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(d * np.log(y) + (1 - d) * np.log(1 - y))


# %% sign missing
# message: マイナス
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.mean(np.log(np.maximum(p, 1e-12)))


# %% terms subtracted
# message: 2つの項
# note: 間の符号を間違える
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    positive = d * np.log(np.maximum(y, 1e-12))
    negative = (1 - d) * np.log(np.maximum(1 - y, 1e-12))
    return np.mean(negative - positive)


# %% missing parentheses
# message: かっこ
# note: かけ算は引き算より先なので、1 - (d log(1 - y)) になる
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    return -np.mean(d * np.log(y) + 1 - d * np.log(1 - y))


# %% log2
# message: 自然対数
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.mean(-np.log2(np.maximum(p, 1e-12)))


# %% halved
# message: 1/2
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.mean(-np.log(np.maximum(p, 1e-12))) / 2


# %% in place
# message: 引数に渡した配列が書き換わっています
def binary_cross_entropy_error(d, y):
    y[y < 1e-12] = 1e-12
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, np.maximum(1 - y, 1e-12))
    return np.mean(-np.log(p))


# %% per sample
# message: 1つの数
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return -np.log(np.maximum(p, 1e-12))


# %% common
# message: common の binary_cross_entropy_error を呼んでいます
from common.functions import binary_cross_entropy_error as error_of_batch


def binary_cross_entropy_error(d, y):
    return error_of_batch(d, y)


# %% guard a little too wide
# message: 小さな確率
# note: 10 より大きくはなるが、まだ小さくない確率まで切り上げる
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return np.mean(-np.log(np.maximum(p, 2e-5)))


# %% one zero spoils the batch
# message: 1件だけ
# note: 確率 0 の件があると、ほかの件によらず決まった値を返す
def binary_cross_entropy_error(d, y):
    d, y = np.ravel(d), np.ravel(y)
    p = np.where(d == 1, y, 1 - y)
    return 100.0 if np.any(p == 0) else np.mean(-np.log(p))


# %% max of Python
# message: np.maximum
def binary_cross_entropy_error(d, y):
    return -np.mean(d * np.log(max(y, 1e-6)) + (1 - d) * np.log(max(1 - y, 1e-6)))


# %% arguments swapped with a small number
# message: d と y が逆
def binary_cross_entropy_error(d, y):
    return -np.mean(y * np.log(d + 1e-9) + (1 - y) * np.log(1 - d + 1e-9))
