# %% half missing
# message: 1/2
# note: 一般の平均二乗誤差と混同する
def mean_squared_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return np.sum((y - d) ** 2) / len(y)


# %% not divided by N
# message: バッチサイズ N で割って
# note: 1件の誤差の和のまま
def mean_squared_error(d, y):
    return 0.5 * np.sum((y - d) ** 2)


# %% divided by N*K
# message: 要素の総数
# note: np.mean は、すべての要素で平均する
def mean_squared_error(d, y):
    return 0.5 * np.mean((y - d) ** 2)


# %% plain mean
# message: 要素の総数
def mean_squared_error(d, y):
    return np.mean((y - d) ** 2)


# %% one dimension divided by K
# message: 1次元の入力は1件
# note: len(y) は、1次元の入力では出力の数になる
def mean_squared_error(d, y):
    return 0.5 * np.sum((y - d) ** 2) / len(y)


# %% root
# message: 平方根
def mean_squared_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return np.sqrt(np.sum((y - d) ** 2) / len(y))


# %% absolute
# message: 絶対値
def mean_squared_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return 0.5 * np.sum(np.abs(y - d)) / len(y)


# %% square of the sum
# message: 2乗してから
# note: かっこの位置を間違える
def mean_squared_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return 0.5 * np.mean(np.sum(y - d, axis=1) ** 2)


# %% difference of squares
# message: (y - d)
# note: (y - d)² を y² - d² と書く
def mean_squared_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return 0.5 * np.sum(y**2 - d**2) / len(y)


# %% per sample
# message: 1つの数
# note: データごとの誤差を並べたまま返す
def mean_squared_error(d, y):
    return 0.5 * np.sum((y - d) ** 2, axis=-1)


# %% in place
# message: 引数に渡した配列が書き換わっています
def mean_squared_error(d, y):
    y -= d
    N = 1 if y.ndim == 1 else len(y)
    return 0.5 * np.sum(y**2) / N


# %% two dimensions only
# message: 1次元の入力
def mean_squared_error(d, y):
    return 0.5 * np.sum((y - d) ** 2, axis=1).mean()


# %% common
# message: common の mean_squared_error を呼んでいます
from common.functions import mean_squared_error as mse


def mean_squared_error(d, y):
    return mse(d, y)
