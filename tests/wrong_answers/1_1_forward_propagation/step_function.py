# %% fires at zero
# message: x = 0
# note: 0 のときに 1 とする流儀もあるが、この講座では 0
def step_function(x):
    return np.where(x >= 0, 1, 0)


# %% bool
# message: 整数の配列
# note: 比較の結果を、そのまま返す
def step_function(x):
    return x > 0


# %% float
# message: 整数
def step_function(x):
    return np.where(x > 0, 1.0, 0.0)


# %% if statement
# message: 配列をそのまま if に渡せません
# note: 1つの数のつもりで書く
def step_function(x):
    if x > 0:
        return 1
    return 0


# %% sign
# message: -1 を返しています
def step_function(x):
    return np.sign(x).astype(int)


# %% relu
# message: 整数
def step_function(x):
    return np.maximum(x, 0)


# %% relu as integers
# message: ReLU
# note: 例の値が 0 と 1 だけなので、ReLU でも合ってしまう
def step_function(x):
    return np.maximum(x, 0).astype(int)


# %% reversed
# message: 0 と 1 が逆
def step_function(x):
    return np.where(x > 0, 0, 1)


# %% in place
# message: 引数に渡した配列が書き換わっています
def step_function(x):
    x[x <= 0] = 0
    x[x > 0] = 1
    return x.astype(int)


# %% threshold one
# message: 値が違います
# note: x > 0 を、整数の例だけで x >= 1 と考える
def step_function(x):
    return np.where(x >= 1, 1, 0)


# %% flattened
# message: 形が違います
# note: 2次元の入力を、平らにして数える
def step_function(x):
    return np.array([1 if value > 0 else 0 for value in np.ravel(x)])


# %% common
# message: common の step_function を呼んでいます
from common import functions as f


def step_function(x):
    return f.step_function(x)


# %% rounded to zero
# message: 小さな値
# note: 0 に近い値を 0 とみなす
def step_function(x):
    return (x > 1e-10).astype(int)


# %% one and two dimensions only
# message: 3次元の入力
# note: 行ごとの繰り返しを、2次元までしか考えない
def step_function(x):
    if x.ndim == 1:
        return np.array([1 if value > 0 else 0 for value in x])
    return np.array([[1 if value > 0 else 0 for value in row] for row in x.reshape(len(x), -1)])


# %% through integers
# message: 大きな値
# note: 整数に切り上げてから比べると、大きな値が整数の範囲からあふれる
def step_function(x):
    with np.errstate(invalid="ignore"):
        return np.clip(np.ceil(x).astype(np.int64), 0, 1)
