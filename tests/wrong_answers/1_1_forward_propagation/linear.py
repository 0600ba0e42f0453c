# %% W @ x
# message: x @ W の順番
# note: 教科書の数式 u = Wx + b を、そのままの順番で書く
def linear(x, W, b):
    return W @ x + b


# %% W.T @ x
# message: x @ W の順番
# note: W を転置して1次元では合わせたが、x の行が1件のデータであることを忘れる
def linear(x, W, b):
    return W.T @ x + b


# %% elementwise product
# message: 要素ごとの積
# note: 行列積 @ と要素ごとの積 * を取り違える
def linear(x, W, b):
    return np.reshape(x, (-1, 1)) * W + b


# %% elementwise product without reshape
# message: 要素ごとの積
# note: 入力と出力の数が違うと、* では形が合わない
def linear(x, W, b):
    return x * W + b


# %% bias missing
# message: バイアス b を足し忘れて
def linear(x, W, b):
    return x @ W


# %% bias subtracted
# message: b の符号
def linear(x, W, b):
    return x @ W - b


# %% bias added per row
# message: b はデータ（行）ごとではなく
# note: u の行と b の要素を、同じ番号で組にする
def linear(x, W, b):
    u = x @ W
    if u.ndim == 1:
        return u + b
    for i in range(len(u)):
        u[i] += b[i]
    return u


# %% only the first output
# message: 値が違います
# note: W を1次元の重みと思い、1列だけを使う
def linear(x, W, b):
    return x @ W[:, 0] + b


# %% weights flattened
# message: あなたのコードでエラーが起きました
# note: W を1次元の重みと思い、平らにする
def linear(x, W, b):
    return np.sum(x * W.ravel()) + b


# %% everything summed
# message: 形が違います
# note: 出力が1つの例だけで確かめて、総和にする
def linear(x, W, b):
    return np.sum(x @ W + b)


# %% bias changed in place
# message: 引数に渡した配列が書き換わっています
# note: b に足し込むと、値は合っていても b が壊れる
def linear(x, W, b):
    if x.ndim == 2:
        return x @ W + b
    b += x @ W
    return b


# %% integers
# message: 値が違います
# note: 計算の途中で整数に直す
def linear(x, W, b):
    return (x @ W).astype(int) + b


# %% no return
# message: return を書き忘れて
def linear(x, W, b):
    u = x @ W + b


# %% common layer
# message: common の Affine を呼んでいます
from common.layers import Affine


def linear(x, W, b):
    return Affine(W, b).forward(x)


# %% kept between calls
# message: 2度目の呼び出し
# note: 1度計算した結果を、形ごとにしまっておいて使い回す
kept = {}


def linear(x, W, b):
    if (x.shape, W.shape) not in kept:
        kept[x.shape, W.shape] = x @ W + b
    return kept[x.shape, W.shape]


# %% convolution of one pixel
# message: common の Convolution を呼んでいます
# note: 1×1 の畳み込みは、全結合と同じ計算
from common.convolution import Convolution


def linear(x, W, b):
    rows = np.atleast_2d(x)
    layer = Convolution(W.T.reshape(*W.T.shape, 1, 1), b)
    u = layer.forward(rows.reshape(*rows.shape, 1, 1))
    return u.reshape(*x.shape[:-1], -1)
