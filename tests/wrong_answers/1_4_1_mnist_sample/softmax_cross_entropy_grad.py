# %% calls common
# message: common の d_softmax_with_loss を呼んでいます
from common.functions import d_softmax_with_loss as of_common


def softmax_cross_entropy_grad(u, d):
    return of_common(d, softmax(u))


# %% bare zeros
# message: 渡された配列から作ります
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = np.zeros((n, k))
    one_hot[np.arange(n), d] = 1
    return (softmax(u) - one_hot) / n


# %% arange without like
# message: 渡された配列から作ります
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k)).astype(u.dtype)
    return (softmax(u) - one_hot) / n


# %% eye
# message: 渡された配列から作ります
def softmax_cross_entropy_grad(u, d):
    return (softmax(u) - np.eye(u.shape[1])[d]) / u.shape[0]


# %% float of a device array
# message: エラーが起きました
# note: 要素を Python の数に変える
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    y = softmax(u)
    g = np.zeros_like(u)
    for i in range(n):
        for j in range(k):
            g[i, j] = (float(y[i, j]) - float(d[i] == j)) / n
    return g


# %% copied to the host
# message: CPU へ写しています
def softmax_cross_entropy_grad(u, d):
    if hasattr(u, "get"):
        u, d = u.get(), d.get()
    return (softmax(u) - np.eye(u.shape[1])[d]) / len(u)


# %% float64
# message: u の型を保ちます
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(np.float64)
    return (softmax(u) - one_hot) / n


# %% not divided
# message: 件数 N で割って
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    return (softmax(u) - one_hot)


# %% divided by all elements
# message: 値が違います
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    return (softmax(u) - one_hot) / (n * k)


# %% sign flipped
# message: 符号が逆
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    return (one_hot - softmax(u)) / n


# %% one-hot forgotten
# message: 1 を引いて
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    return (softmax(u)) / n


# %% naive softmax
# message: 大きな総入力
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    e = np.exp(u)
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    return (e / e.sum(axis=1, keepdims=True) - one_hot) / n


# %% in place
# message: 書き換わっています
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    y = softmax(u)
    u[...] = 0
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    return (y - one_hot) / n


# %% asarray
# message: エラーが起きました
def softmax_cross_entropy_grad(u, d):
    u, d = np.asarray(u), np.asarray(d)
    return (softmax(u) - np.eye(u.shape[1])[d]) / len(u)


# %% scipy-like list
# message: エラーが起きました
# note: リストを通すと、NumPy の配列になる
def softmax_cross_entropy_grad(u, d):
    rows = []
    for row, label in zip(u, d):
        target = [1.0 * (label == j) for j in range(len(row))]
        rows.append(softmax(row) - np.array(target))
    return np.array(rows) / len(u)


# %% through the CPU
# message: CPU へ
# note: CPU で計算してから、装置に戻す
from common.gpu.stand_in import to_device


def softmax_cross_entropy_grad(u, d):
    if not isinstance(u, np.ndarray):
        return to_device(softmax_cross_entropy_grad(u.get(), d.get()))
    y = softmax(u)
    y[np.arange(len(d)), d] -= 1
    return (y / len(d)).astype(u.dtype)


# %% labels through the CPU
# message: CPU へ
# note: クラス番号だけを CPU へ写す
def softmax_cross_entropy_grad(u, d):
    y = softmax(u)
    labels = d.get() if hasattr(d, "get") else d
    for row, label in enumerate(labels.tolist()):
        y[row, label] -= 1
    return y / len(u)


# %% with to_host
# message: CPU へ
from common.gpu.stand_in import to_host


def softmax_cross_entropy_grad(u, d):
    host, labels = to_host(u), to_host(d)
    g = softmax(host)
    g[np.arange(len(labels)), labels] -= 1
    return np.asarray(g / len(labels), like=u)


# %% item by item
# message: CPU へ
# note: 要素を1つずつ、Python の数として取り出す
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    y, g = softmax(u), np.zeros_like(u)
    for i in range(n):
        for j in range(k):
            g[i, j] = (y[i, j].item() - (d[i].item() == j)) / n
    return g


# %% labels overwritten
# message: 書き換わっています
# note: 渡された d を、その場で変える
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    one_hot = (d[:, np.newaxis] == np.arange(k, like=u)).astype(u.dtype)
    d[...] = 0
    return (softmax(u) - one_hot) / n


# %% layer of common
# message: common の SoftmaxWithLoss を呼んでいます
from common.layers import SoftmaxWithLoss


def softmax_cross_entropy_grad(u, d):
    layer = SoftmaxWithLoss()
    layer.forward(u, d)
    return layer.backward()
