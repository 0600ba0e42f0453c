# %% z expected
# message: sigmoid を2回通して
# note: z を渡されたつもりで、もう1度通す
def d_sigmoid(u):
    z = sigmoid(sigmoid(u))
    return z * (1 - z)


# %% u(1-u)
# message: u(1 − u) になっていませんか
def d_sigmoid(u):
    z = u
    return z * (1 - z)


# %% calls common
# message: common の d_sigmoid を呼んでいます
from common.functions import d_sigmoid as _d


def d_sigmoid(u):
    return _d(u)


# %% sigmoid only
# message: σ(u) だけ
def d_sigmoid(u):
    z = sigmoid(u)
    return z


# %% sign flipped
# message: 値が違います
def d_sigmoid(u):
    z = sigmoid(u)
    return z * (z - 1)


# %% squared
# message: 値が違います
# note: u = 0 では同じ値になる
def d_sigmoid(u):
    z = sigmoid(u)
    return z * z


# %% only 1 - z
# message: 値が違います
def d_sigmoid(u):
    z = sigmoid(u)
    return 1 - z


# %% in place
# message: 引数に渡した配列が書き換わっています
def d_sigmoid(u):
    u[...] = sigmoid(u)
    z = u
    return z * (1 - z)


# %% single number
# message: 形が違います
# note: 配列ではなく1つの数を返す
def d_sigmoid(u):
    z = sigmoid(u)
    return float(np.mean(z * (1 - z)))


# %% difference quotient
# message: u = ±20
# note: 微分の式の代わりに、数値微分の差分を計算する
def d_sigmoid(u):
    return (sigmoid(u + 1e-5) - sigmoid(u - 1e-5)) / 2e-5


# %% five points
# message: u = ±20
# note: 差分の点を増やしても、引き算の桁落ちは残る
def d_sigmoid(u):
    h = 1e-3
    outer = sigmoid(u + 2 * h) - sigmoid(u - 2 * h)
    return (8 * (sigmoid(u + h) - sigmoid(u - h)) - outer) / (12 * h)


# %% complex step
# message: u = ±1000
# note: 複素数の幅で差分をとる
def d_sigmoid(u):
    return (1 / (1 + np.exp(-(u + 1e-20j)))).imag / 1e-20


# %% one and two dimensions only
# message: 3次元の入力
# note: 行ごとの繰り返しを、2次元までしか考えない
def d_sigmoid(u):
    rows = u.reshape(len(u), -1) if u.ndim > 1 else u
    z = sigmoid(rows)
    return z * (1 - z)
