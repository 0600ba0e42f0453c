# %% not divided
# message: 件数 N で割って
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return y - d


# %% one-hot only
# message: クラス番号
def d_softmax_with_loss(d, y):
    return (y - d) / y.shape[0]


# %% divided by all elements
# message: 要素の総数 N·K
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return (y - d) / y.size


# %% calls common
# message: common の d_softmax_with_loss を呼んでいます
from common import functions


def d_softmax_with_loss(d, y):
    return functions.d_softmax_with_loss(d, y)


# %% indices only
# message: d.ndim で見分け
# note: one-hot の d も添字にしてしまう
def d_softmax_with_loss(d, y):
    grad = y.copy()
    grad[np.arange(len(y)), d.reshape(-1)[: len(y)] + 5 * (d.ndim == 2)] -= 1
    return grad / len(y)


# %% divided by classes
# message: 値が違います
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return (y - d) / y.shape[1]


# %% sign flipped
# message: 引き算の順序
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return (d - y) / y.shape[0]


# %% sigmoid factor
# message: y(1 − y) は要りません
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return (y - d) * y * (1 - y) / y.shape[0]


# %% sigmoid loss without N
# message: 件数 N で割って
# note: 2値の式を、N で割らずに使う
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return y - d


# %% in place
# message: 引数に渡した配列が書き換わっています
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    y -= d
    y /= y.shape[0]
    return y


# %% indices are subtracted
# message: そのまま引いていませんか
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = d.reshape(-1, 1)
    return (y - d) / y.shape[0]


# %% square one-hot
# message: 正解の1か所だけ
# note: one_hot[:, d] は、すべての行に入れてしまう
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        one_hot = np.zeros_like(y)
        one_hot[:, d] = 1
        d = one_hot
    return (y - d) / y.shape[0]


# %% classes from the labels
# message: クラス番号の d は
# note: バッチにないクラスがあると、列が足りない
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(d.max() + 1)[d]
    return (y - d) / y.shape[0]


# %% difference quotient
# message: 確率がちょうど 0 や
# note: 微分の式の代わりに、総入力に戻して誤差の差分を計算する
def d_softmax_with_loss(d, y):
    u = np.log(np.maximum(y, 1e-300))
    grad = np.zeros(y.shape)
    for index in np.ndindex(y.shape):
        step = np.zeros(y.shape)
        step[index] = 1e-5
        up, down = softmax(u + step), softmax(u - step)
        grad[index] = (cross_entropy_error(d, up) - cross_entropy_error(d, down)) / 2e-5
    return grad


# %% complex step
# message: 確率がちょうど 0 や
# note: 複素数の幅で、誤差の差分をとる
def d_softmax_with_loss(d, y):
    one_hot = np.eye(y.shape[1])[d] if d.ndim == 1 else d
    grad = np.zeros(y.shape)
    for index in np.ndindex(y.shape):
        moved = y.astype(complex)
        moved[index] *= np.exp(1e-20j)
        moved /= moved.sum(axis=1, keepdims=True)
        with np.errstate(all="ignore"):
            loss = -np.sum(one_hot * np.log(moved)) / len(y)
        grad[index] = loss.imag / 1e-20
    return grad


# %% guarded
# message: 確率がちょうど 0 や
# note: 0 の対数を避けるための下限を、微分にも入れる
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return np.where(y > 1e-12, (y - d) / y.shape[0], 0.0)


# %% np.eye of the number of samples
# message: 件数 N ではなく、クラスの数 K
def d_softmax_with_loss(d, y):
    if d.ndim == 1:
        d = np.eye(len(y))[d]
    return (y - d) / y.shape[0]
