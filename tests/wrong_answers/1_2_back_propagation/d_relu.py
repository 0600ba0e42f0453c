# %% one at zero
# message: u = 0 のときは 0
def d_relu(u):
    return np.where(u >= 0, 1.0, 0.0)


# %% relu itself
# message: ReLU そのもの
def d_relu(u):
    return np.maximum(u, 0)


# %% calls common
# message: common の d_relu を呼んでいます
from common.functions import d_relu as _d


def d_relu(u):
    return _d(u)


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


# %% difference quotient
# message: 小さな値
# note: 左側の差分を計算する。u = 0 では、たまたま 0 になる
def d_relu(u):
    return (relu(u) - relu(u - 1e-5)) / 1e-5


# %% rounded to zero
# message: 小さな値
# note: 0 に近い値を 0 とみなす
def d_relu(u):
    return np.where(u > 1e-10, 1.0, 0.0)


# %% z over u
# message: 小さな値
# note: relu(u) / u を、0 で割らないように少しずらして計算する
def d_relu(u):
    return relu(u) / (np.abs(u) + 1e-12)


# %% one and two dimensions only
# message: 3次元の入力
# note: 行ごとの繰り返しを、2次元までしか考えない
def d_relu(u):
    rows = u.reshape(len(u), -1) if u.ndim > 1 else u
    return np.where(rows > 0, 1.0, 0.0)
