# %% not restored
# message: 元の値に戻して
# note: 動かしたまま次の要素へ進む
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
    return grad


# %% integer buffer
# message: 先に小数の配列に写しましょう
# note: 整数の配列に 0.0001 を足しても、整数に丸められる
def numerical_gradient(f, x, h=1e-4):
    x = x.copy()
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
        x[index] = original
    return grad


# %% x itself is moved and not restored
# message: 元の値に戻します
def numerical_gradient(f, x, h=1e-4):
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
    return grad


# %% one dimension only
# message: np.ndindex
# note: x[i] は、2次元では1行を動かす
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(len(x))
    for i in range(x.size):
        original = x[i]
        x[i] = original + h
        f_plus = f(x)
        x[i] = original - h
        grad[i] = (f_plus - f(x)) / (2 * h)
        x[i] = original
    return grad


# %% forward difference
# message: 片側の差分
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros_like(x)
    base = f(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        grad[index] = (f(x) - base) / h
        x[index] = original
    return grad


# %% calls common
# message: common の numerical_gradient を呼んでいます
from common.functions import numerical_gradient as _n


def numerical_gradient(f, x, h=1e-4):
    return _n(f, x, h)


# %% backward difference
# message: 片側の差分
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros_like(x)
    base = f(x)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original - h
        grad[index] = (base - f(x)) / h
        x[index] = original
    return grad


# %% integer gradient
# message: 整数の配列のまま
def numerical_gradient(f, x, h=1e-4):
    integers = x
    x = x.astype(float)
    grad = np.zeros_like(integers)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
        x[index] = original
    return grad


# %% divided by h
# message: 2h ではなく h で割って
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / h
        x[index] = original
    return grad


# %% divided by 4h
# message: 4h で割って
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (4 * h)
        x[index] = original
    return grad


# %% sign flipped
# message: 引き算の順序
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f(x) - f_plus) / (2 * h)
        x[index] = original
    return grad


# %% fixed width
# message: 引数の h を使って
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    h = 1e-4
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
        x[index] = original
    return grad


# %% all elements at once
# message: 要素を1つずつ
def numerical_gradient(f, x, h=1e-4):
    return (f(x + h) - f(x - h)) / (2 * h)


# %% return missing
# message: 答えが None
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
        x[index] = original


# %% width of the default
# message: h を渡さない
# note: 幅の既定値を変えてしまう
def numerical_gradient(f, x, h=1e-2):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
        x[index] = original
    return grad


# %% many evaluations averaged
# message: f を呼んだ回数
# note: 同じ点で f を何度も計算する（大きなネットワークでは、待ち時間が何倍にもなる）
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        differences = []
        for _ in range(5):
            x[index] = original + h
            f_plus = f(x)
            x[index] = original - h
            differences.append((f_plus - f(x)) / (2 * h))
        x[index] = original
        grad[index] = differences[0]
    return grad


# %% rows only
# message: f に渡す配列の形
# note: f に、行だけを渡す
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    if x.ndim > 2:
        return np.array([numerical_gradient(f, part, h) for part in x])
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        original = x[index]
        x[index] = original + h
        f_plus = f(x)
        x[index] = original - h
        grad[index] = (f_plus - f(x)) / (2 * h)
        x[index] = original
    return grad


# %% internals of common
# message: common の numerical_gradient を呼んでいます
from common import gradient as _gradient


def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        grad[index] = _gradient._central_difference(f, x, index, h)
    return grad


# %% size of a matrix
# message: x[i] は1つの数ではなく、1行です
# note: 章の書き方（float(x[i])、range(x.size)）を、2次元の配列にも使う
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in range(x.size):
        original = float(x[i])
        x[i] = original + h
        f_plus = f(x)
        x[i] = original - h
        grad[i] = (f_plus - f(x)) / (2 * h)
        x[i] = original
    return grad


# %% whole rows
# message: 2次元の x
# note: 2次元の配列では、1行をまとめて動かしてしまう
def numerical_gradient(f, x, h=1e-4):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        original = x[i].copy()
        x[i] = original + h
        f_plus = f(x)
        x[i] = original - h
        grad[i] = (f_plus - f(x)) / (2 * h)
        x[i] = original
    return grad
