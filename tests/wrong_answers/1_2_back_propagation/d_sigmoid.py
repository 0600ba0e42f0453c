# %% calls common
# message: common の d_sigmoid を呼んでいます
from common.functions import d_sigmoid as _d


def d_sigmoid(u):
    return _d(u)


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
