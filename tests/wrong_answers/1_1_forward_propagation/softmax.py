# %% naive
# message: 最大値を引いて
# note: 定義式のまま
def softmax(u):
    e = np.exp(u)
    return e / np.sum(e, axis=-1, keepdims=True)


# %% sum over all
# message: 全体の合計で割って
# note: ミニバッチでも、全要素の和で割る
def softmax(u):
    e = np.exp(u - np.max(u))
    return e / np.sum(e)


# %% axis 0
# message: 列ごと
# note: 1次元なら合うが、2次元では縦に割ることになる
def softmax(u):
    e = np.exp(u - np.max(u, axis=0))
    return e / np.sum(e, axis=0)


# %% global maximum
# message: 行ごとの最大値
# note: 離れた行があると、exp がすべて 0 になり 0/0
def softmax(u):
    e = np.exp(u - np.max(u))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% maximum of columns
# message: 値が違います
def softmax(u):
    e = np.exp(u - np.max(u, axis=0))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% in place
# message: 引数に渡した配列が書き換わっています
def softmax(u):
    if np.issubdtype(u.dtype, np.integer):
        u = u.astype(float)
    u -= np.max(u, axis=-1, keepdims=True)
    e = np.exp(u)
    return e / np.sum(e, axis=-1, keepdims=True)


# %% two dimensions only
# message: axis=-1
# note: axis=1 は、1次元の入力にはない
def softmax(u):
    e = np.exp(u - np.max(u, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


# %% keepdims missing
# message: keepdims=True
def softmax(u):
    e = np.exp(u - np.max(u, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1)


# %% maximum added
# message: 最大値を引いて
# note: 引くつもりで足し、かえってあふれる
def softmax(u):
    e = np.exp(u + np.max(u, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% minimum subtracted
# message: 引くのは、行の最大値
# note: 行の値が近ければあふれないので、気づきにくい
def softmax(u):
    e = np.exp(u - np.min(u, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% no exponential
# message: exp を
# note: そのまま合計で割る
def softmax(u):
    return u / np.sum(u, axis=-1, keepdims=True)


# %% not normalised
# message: 合計で割り忘れて
def softmax(u):
    return np.exp(u - np.max(u, axis=-1, keepdims=True))


# %% only the numerator shifted
# message: 値が違います
# note: 分子だけ最大値を引き、分母は引かない
def softmax(u):
    u = np.asarray(u, dtype=float)
    largest = np.max(u, axis=-1, keepdims=True)
    total = np.sum(np.exp(np.clip(u, -700, 700)), axis=-1, keepdims=True)
    return np.exp(u - largest) / total


# %% log softmax
# message: 対数
def softmax(u):
    shifted = u - np.max(u, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


# %% base two
# message: 値が違います
# note: np.exp の代わりに 2 のべき
def softmax(u):
    e = 2.0 ** (u - np.max(u, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% winner only
# message: 値が違います
# note: 最大の要素だけを 1 にする
def softmax(u):
    return (u == np.max(u, axis=-1, keepdims=True)).astype(float)


# %% common
# message: common の softmax を呼んでいます
from common.functions import softmax as _s


def softmax(u):
    return _s(u)


# %% common by assignment
# message: common の softmax を呼んでいます
import common.functions

softmax = common.functions.softmax


# %% never quite zero
# message: u = [-800, 0, 800]
# note: あとで対数をとるときのために、0 を小さな数で置き換える
def softmax(u):
    e = np.exp(u - np.max(u, axis=-1, keepdims=True))
    return np.maximum(e / np.sum(e, axis=-1, keepdims=True), 1e-10)


# %% squeezed
# message: 1件だけの2次元
# note: 大きさ 1 の軸を、はじめに取り除いてしまう
def softmax(u):
    u = np.squeeze(u)
    e = np.exp(u - np.max(u, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% small number in the denominator
# message: 行ごとの合計
# note: 0 で割らないように足した数の分だけ、合計が 1 より小さくなる
def softmax(u):
    e = np.exp(u - np.max(u, axis=-1, keepdims=True))
    return e / (np.sum(e, axis=-1, keepdims=True) + 1e-7)


# %% scipy
# message: 使えないライブラリを使っています
import scipy.special as sp


def softmax(u):
    return sp.softmax(u, axis=-1)


# %% network of common
# message: common の softmax を呼んでいます
from common.multi_layer_net import MultiLayerNet as _Net


def softmax(u):
    size = u.shape[-1]
    network = _Net.from_params({"W1": np.eye(size), "b1": np.zeros(size)})
    y = network.predict(np.atleast_2d(u))
    return y.reshape(u.shape)
