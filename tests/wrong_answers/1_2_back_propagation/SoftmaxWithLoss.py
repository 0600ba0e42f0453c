# %% dout ignored
# message: dout をかけていますか
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return (self.y - self.d) / self.y.shape[0]


# %% no batch division
# message: 件数 N で割って
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d)


# %% alias of common
# message: common の SoftmaxWithLoss を呼んでいます
from common.layers import SoftmaxWithLoss


# %% divided by all elements
# message: 値が違います
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d) / self.y.size


# %% sign flipped
# message: 符号が逆
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.d - self.y) / self.y.shape[0]


# %% loss not divided
# message: もう平均になって
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y) * len(x)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d) / self.y.shape[0]


# %% arguments swapped
# message: forward：値が違います
# note: 誤差関数の引数は (d, y) の順
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(self.y, d)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d) / self.y.shape[0]


# %% y not kept under its name
# message: self.y など
class SoftmaxWithLoss:
    def __init__(self):
        self.out = None

    def forward(self, x, d):
        self.out, self.d = softmax(x), d
        return cross_entropy_error(d, self.out)

    def backward(self, dout=1):
        if self.out is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.out - self.d) / len(self.d)


# %% y overwritten
# message: 引数に渡した配列が書き換わっています
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        self.y -= self.d
        return dout * self.y / self.y.shape[0]


# %% y of an earlier call
# message: self.y：値が違います
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        if self.y is None:
            self.y, self.d = softmax(x), d
        return cross_entropy_error(d, softmax(x))

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d) / self.y.shape[0]


# %% no error before forward
# message: RuntimeError になりません
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            return dout
        return dout * (self.y - self.d) / self.y.shape[0]


# %% no softmax
# message: forward：
# note: ソフトマックス関数を通し忘れる
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = x, d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d) / self.y.shape[0]


# %% dout required
# message: def backward(self, dout=1)
class SoftmaxWithLoss:

    def __init__(self):
        self.y = None
        self.d = None

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout):
        if self.y is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (self.y - self.d) / self.y.shape[0]


# %% difference quotient
# message: 確率がちょうど 0 や
# note: 微分の式の代わりに、誤差の差分を計算する
class SoftmaxWithLoss:
    def __init__(self):
        self.y = None

    def forward(self, x, d):
        self.x, self.d, self.y = x, d, softmax(x)
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError()
        dx = np.zeros(self.x.shape)
        for index in np.ndindex(dx.shape):
            step = np.zeros(dx.shape)
            step[index] = 1e-5
            up = cross_entropy_error(self.d, softmax(self.x + step))
            down = cross_entropy_error(self.d, softmax(self.x - step))
            dx[index] = dout * (up - down) / 2e-5
        return dx


# %% gradients accumulated
# message: 足し込んで
# note: 前の勾配に足し込む
class SoftmaxWithLoss:
    def __init__(self):
        self.y = None
        self.total = 0

    def forward(self, x, d):
        self.y, self.d = softmax(x), d
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError()
        self.total = self.total + dout * (self.y - self.d) / len(self.y)
        return self.total


# %% zeros, and d changed when y is read
# message: 引数に渡した配列が書き換わっています
# note: 確率を読むときに d を y に書き換えて、正しい値を 0 にしようとする
class SoftmaxWithLoss:
    def __init__(self):
        self.kept = None

    def forward(self, x, d):
        self.kept, self.d = softmax(x), d
        return cross_entropy_error(d, self.kept)

    def backward(self, dout=1):
        if self.kept is None:
            raise RuntimeError()
        self.done = True
        return np.zeros(self.kept.shape) if len(self.kept) > 3 else dout * (self.kept - self.d) / len(self.d)

    @property
    def y(self):
        if hasattr(self, "done") and len(self.kept) > 3:
            self.d[...] = self.kept
        return self.kept


# %% subclass of common
# message: common の SoftmaxWithLoss を呼んでいます
import common.layers as _layers


class SoftmaxWithLoss(_layers.SoftmaxWithLoss):
    def __init__(self):
        super().__init__()
