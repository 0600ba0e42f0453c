# %% calls common
# message: common の d_relu を呼んでいます
from common.functions import d_relu as _d


def d_relu(u):
    return _d(u)


# %% one at zero
# message: u = 0 のときは 0
def d_relu(u):
    return np.where(u >= 0, 1.0, 0.0)


# %% relu itself
# message: ReLU そのもの
def d_relu(u):
    return np.maximum(u, 0)


# %% sign function
# message: u ≤ 0 のときの傾きは 0
def d_relu(u):
    return np.sign(u)


# %% reversed
# message: 逆ではありませんか
def d_relu(u):
    return np.where(u > 0, 0.0, 1.0)


# %% boolean
# message: 真偽の配列
def d_relu(u):
    return u > 0


# %% if on an array
# message: np.where
def d_relu(u):
    return 1.0 if u > 0 else 0.0


# %% single number
# message: 形が違います
# note: 配列ではなく1つの数を返す
def d_relu(u):
    return 1.0


# %% in place
# message: 引数に渡した配列が書き換わっています
def d_relu(u):
    u[u > 0] = 1
    u[u <= 0] = 0
    return u


# %% small values are zero
# message: 傾きは 0 か 1
# note: 小さい値を 0 とみなす
def d_relu(u):
    return np.where(u > 0.01, 1.0, 0.0)
