# %% naive
# message: あふれます
# note: 定義式のまま。値は正しいが、x が負に大きいと exp(-x) があふれる
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %% exp over one plus exp
# message: あふれます
# note: x が正に大きいと inf / inf で nan になる
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


# %% where computes both
# message: np.where は両方の式を計算
# note: 場合分けはしたが、np.where は両方の枝を計算する
def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


# %% wrong sign
# message: 指数の符号
def sigmoid(x):
    return 1 / (1 + np.exp(x))


# %% minus in the denominator
# message: あなたの答え
# note: 分母の足し算を引き算にする
def sigmoid(x):
    return 1 / (1 - np.exp(-np.clip(x, -500, 500)) + 1e-300)


# %% missing parentheses
# message: かっこ
# note: 1 / 1 + exp(-x) は、割り算が先
def sigmoid(x):
    return 1 / 1 + np.exp(-x)


# %% tanh
# message: tanh
def sigmoid(x):
    return np.tanh(x)


# %% tanh without half
# message: u / 2
# note: tanh(x/2) との関係式で、1/2 を忘れる
def sigmoid(x):
    return (1 + np.tanh(x)) / 2


# %% clipped too narrow
# message: 範囲を狭く
# note: あふれを防ぐために切り取ったが、範囲が狭い
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))


# %% absolute value only
# message: 負の u
# note: exp(-|x|) にしたが、負の x の式を変えていない
def sigmoid(x):
    return 1 / (1 + np.exp(-np.abs(x)))


# %% formula changed at one
# message: 境目
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 1, 1, e) / (1 + e)


# %% integer buffer
# message: 整数の配列
# note: zeros_like は入力と同じ整数型になり、0.7 が 0 に切り捨てられる
def sigmoid(x):
    y = np.zeros_like(x)
    positive = x >= 0
    y[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    y[~positive] = e / (1 + e)
    return y


# %% in place
# message: 引数に渡した配列が書き換わっています
def sigmoid(x):
    if x.dtype.kind == "f":
        x[x < -500] = -500
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


# %% if statement
# message: 配列をそのまま if に渡せません
def sigmoid(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


# %% common by alias
# message: common の sigmoid を呼んでいます
from common.functions import sigmoid as _sigmoid


def sigmoid(x):
    return _sigmoid(x)


# %% clipped at eighteen
# message: u = -12, -20
# note: 大きな負の数で、値が止まってしまう
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -18.5, 18.5)))


# %% one and two dimensions only
# message: 3次元の入力
# note: 行ごとの繰り返しを、2次元までしか考えない
def sigmoid(x):
    def one(value):
        return 1 / (1 + np.exp(-value)) if value >= 0 else np.exp(value) / (1 + np.exp(value))

    if x.ndim == 1:
        return np.array([one(value) for value in x])
    return np.array([[one(value) for value in row] for row in x.reshape(len(x), -1)])


# %% scipy
# message: 使えないライブラリを使っています
from scipy.special import expit


def sigmoid(x):
    return expit(x)


# %% scipy inside
# message: 使えないライブラリを使っています
def sigmoid(x):
    import scipy.special

    return scipy.special.expit(x)


# %% subclass of common
# message: common の Sigmoid を呼んでいます
import common.layers


class _Last(common.layers.Sigmoid):
    pass


def sigmoid(x):
    return _Last().forward(x)
