# %% not divided
# message: 件数 N で割って
def d_mean_squared_error(d, y):
    return y - d


# %% divided by all elements
# message: 要素の総数 N·K
def d_mean_squared_error(d, y):
    return (y - d) / y.size


# %% calls common
# message: common の d_mean_squared_error を呼んでいます
import common.functions as F


def d_mean_squared_error(d, y):
    return F.d_mean_squared_error(d, y)


# %% divided by outputs
# message: 値が違います
def d_mean_squared_error(d, y):
    return (y - d) / y.shape[1]


# %% sign flipped
# message: 引き算の順序
def d_mean_squared_error(d, y):
    return (d - y) / y.shape[0]


# %% factor two
# message: 余分な 2
def d_mean_squared_error(d, y):
    return 2 * (y - d) / y.shape[0]


# %% half
# message: 打ち消し合います
def d_mean_squared_error(d, y):
    return 0.5 * (y - d) / y.shape[0]


# %% sigmoid factor
# message: シグモイド関数の微分
def d_mean_squared_error(d, y):
    return (y - d) * y * (1 - y) / y.shape[0]


# %% in place
# message: 引数に渡した配列が書き換わっています
def d_mean_squared_error(d, y):
    y -= d
    return y / y.shape[0]


# %% sum over outputs
# message: 形が違います
def d_mean_squared_error(d, y):
    return (y - d).sum(axis=1) / y.shape[0]


# %% difference quotient
# message: とても大きな
# note: 微分の式の代わりに、誤差の差分を計算する
def d_mean_squared_error(d, y):
    grad = np.zeros(y.shape)
    for index in np.ndindex(y.shape):
        step = np.zeros(y.shape)
        step[index] = 1e-4
        grad[index] = (mean_squared_error(d, y + step) - mean_squared_error(d, y - step)) / 2e-4
    return grad


# %% complex step
# message: とても大きな
# note: 複素数の幅で、誤差の差分をとる
def d_mean_squared_error(d, y):
    grad = np.zeros(y.shape)
    for index in np.ndindex(y.shape):
        moved = y.astype(complex)
        moved[index] += 1e-20j
        grad[index] = (np.sum((moved - d) ** 2) / (2 * len(y))).imag / 1e-20
    return grad


# %% gradient clipped
# message: とても大きな
# note: 大きな勾配を切り取る
def d_mean_squared_error(d, y):
    return np.clip((y - d) / len(y), -5, 5)
