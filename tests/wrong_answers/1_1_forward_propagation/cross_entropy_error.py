# %% arguments swapped
# message: d と y が逆
def cross_entropy_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return -np.sum(y * np.log(np.maximum(d, 1e-7))) / len(y)


# %% not divided by N
# message: バッチサイズ N で割って
def cross_entropy_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d.ravel()]
    return -np.sum(d * np.log(np.maximum(y, 1e-7)))


# %% divided by N*K
# message: 要素の総数
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.mean(np.atleast_2d(d) * np.log(np.maximum(y, 1e-7)))


# %% one dimension divided by K
# message: 1次元の入力は1件
def cross_entropy_error(d, y):
    if y.ndim == 2 and d.ndim == 1:
        d = np.eye(y.shape[1])[d]
    return -np.sum(d * np.log(np.maximum(y, 1e-7))) / len(y)


# %% no guard
# message: log(0)
# note: y が 0 になると、log が -inf になる
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    labels = d if d.ndim < y.ndim and d.size == len(y) else np.atleast_2d(d).argmax(axis=1)
    return -np.mean(np.log(y[np.arange(len(y)), labels]))


# %% no guard with one-hot
# message: log(0)
# note: 0 * log(0) は nan
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log(y)) / len(y)


# %% small number added
# message: 足すと
# note: 広く出回っている書き方。ぴったり当たったときに、わずかに負になる
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log(y + 1e-7)) / len(y)


# %% guard too wide
# message: 値が違います
# note: 小さな確率まで切り上げる
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log(np.maximum(y, 0.01))) / len(y)


# %% guard far too weak
# message: 10 より大きく
# note: 確率 0 のときの誤差を 0 にしてしまう
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log(np.where(y == 0, 1.0, y))) / len(y)


# %% one-hot only
# message: クラス番号
def cross_entropy_error(d, y):
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    return -np.sum(d * np.log(np.maximum(y, 1e-7))) / len(y)


# %% index only
# message: one-hot
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    picked = y[np.arange(len(y)), np.asarray(d, dtype=int)]
    return -np.sum(np.log(np.maximum(picked, 1e-7))) / len(y)


# %% form told by the number of classes
# message: N と K が同じ
# note: 最後の次元の大きさで one-hot かどうかを決めると、N = K のときに間違える
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.shape[-1] != y.shape[-1]:
        d = np.eye(y.shape[1])[d]
    return -np.sum(d * np.log(np.maximum(y, 1e-7))) / len(y)


# %% log10
# message: 自然対数
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log10(np.maximum(y, 1e-7))) / len(y)


# %% log2
# message: 自然対数
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log2(np.maximum(y, 1e-7))) / len(y)


# %% halved
# message: 1/2
# note: 二乗和誤差の 1/2 をつけてしまう
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log(np.maximum(y, 1e-7))) / len(y) / 2


# %% sign missing
# message: マイナス
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return np.sum(np.atleast_2d(d) * np.log(np.maximum(y, 1e-7))) / len(y)


# %% target ignored
# message: 目標出力 d
# note: すべてのクラスの log を足す
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    return -np.sum(np.log(np.maximum(y, 1e-7))) / len(y)


# %% binary formula
# message: 2値分類の式
# note: 正解でないクラスの log(1 - y) も足す
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    d = np.atleast_2d(d)
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.sum(d * np.log(y) + (1 - d) * np.log(1 - y)) / len(y)


# %% small number outside the logarithm
# message: log(0)
# note: かっこの位置を間違え、log の外で小さな数を足す
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * (np.log(y) + 1e-7)) / len(y)


# %% in place
# message: 引数に渡した配列が書き換わっています
def cross_entropy_error(d, y):
    y[y < 1e-7] = 1e-7
    if y.ndim == 1:
        d, y = d.reshape(1, -1), y.reshape(1, -1)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(d * np.log(y)) / len(y)


# %% per sample
# message: 1つの数
def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    if d.size != y.size:
        d = np.eye(y.shape[1])[d]
    return -np.sum(np.atleast_2d(d) * np.log(np.maximum(y, 1e-7)), axis=1)


# %% common
# message: common の cross_entropy_error を呼んでいます
import common.functions as F


def cross_entropy_error(d, y):
    return F.cross_entropy_error(d, y)


# %% guard a little too wide
# message: 小さな確率
# note: 10 より大きくはなるが、まだ小さくない確率まで切り上げる
def cross_entropy_error(d, y):
    if d.ndim < y.ndim:
        d = np.eye(y.shape[1])[d]
    N = 1 if y.ndim == 1 else len(y)
    return -np.sum(d * np.log(np.maximum(y, 2e-5))) / N


# %% last class of one sample
# message: 1件
# note: 1件の例だけを見て、正解を最後のクラスと決める
def cross_entropy_error(d, y):
    if y.ndim == 1:
        return -np.log(max(y[-1], 1e-12))
    if d.ndim < y.ndim:
        d = np.eye(y.shape[1])[d]
    return -np.sum(d * np.log(np.maximum(y, 1e-12))) / len(y)


# %% one zero spoils the batch
# message: 1件だけ
# note: 確率 0 の件があると、ほかの件によらず決まった値を返す
def cross_entropy_error(d, y):
    labels = d if d.ndim < y.ndim else np.atleast_2d(d).argmax(axis=1)
    picked = np.atleast_2d(y)[np.arange(len(labels)), labels]
    if np.any(picked == 0):
        return 100.0
    return -np.mean(np.log(picked))


# %% scikit-learn
# message: 使えないライブラリを使っています
from sklearn.metrics import log_loss


def cross_entropy_error(d, y):
    y = np.atleast_2d(y)
    labels = np.atleast_2d(d).argmax(axis=1) if d.size == y.size else d
    return log_loss(labels, y, labels=range(y.shape[1]))


# %% max of Python
# message: np.maximum
def cross_entropy_error(d, y):
    return -np.sum(d * np.log(max(y, 1e-6)))


# %% arguments swapped behind a guard
# message: d と y が逆
def cross_entropy_error(d, y):
    return -np.sum(y * np.log(np.maximum(d, 1e-8)))


# %% arguments swapped without a guard
# message: d と y が逆
def cross_entropy_error(d, y):
    return -np.sum(y * np.log(d))


# %% np.eye of the number of samples
# message: 件数 N ではなくクラスの数 K
def cross_entropy_error(d, y):
    N = 1 if y.ndim == 1 else len(y)
    if d.ndim < y.ndim:
        d = np.eye(N)[d]
    return -np.sum(d * np.log(np.maximum(y, 1e-7))) / N


# %% index labels as they are
# message: 形が合いません
def cross_entropy_error(d, y):
    N = 1 if y.ndim == 1 else len(y)
    return -np.sum(d * np.log(np.maximum(y, 1e-7))) / N
