# %% relu
# message: 負の値も
# note: 恒等関数と ReLU を取り違える
def identity(x):
    return np.maximum(x, 0)


# %% ones
# message: 値が違います
# note: 「恒等」を、いつも1を返すことと読む
def identity(x):
    return np.ones_like(x)


# %% abs
# message: 値が違います
def identity(x):
    return np.abs(x)


# %% identity matrix
# message: 形が違います
# note: 恒等関数と単位行列（np.identity）を取り違える
def identity(x):
    return np.identity(len(x))[: len(x), : np.shape(x)[-1]]


# %% no return
# message: return を書き忘れて
def identity(x):
    x = x


# %% flattened
# message: 形が違います
def identity(x):
    return np.ravel(x)


# %% common
# message: common の identity を呼んでいます
from common.functions import identity as same


def identity(x):
    return same(x)


# %% single precision
# message: ぴったり同じ
# note: float32 に写すと、値が丸められる
def identity(x):
    return x.astype(np.float32)


# %% rounded
# message: ぴったり同じ
# note: 表示される桁数に丸める
def identity(x):
    return np.round(x, 8)


# %% there and back
# message: ぴったり同じ
# note: 逆関数どうしを続けて計算する
def identity(x):
    return np.log(np.exp(x))


# %% in place and zero
# message: 引数に渡した配列が書き換わっています
# note: 引数を書き換えてから、そのまま返す
def identity(x):
    if x.size > 2:
        x[...] = 0
    return x
