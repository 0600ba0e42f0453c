# %% alias of common
# message: common の SoftmaxWithLoss を呼んでいます
from common.layers import SoftmaxWithLoss


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
# message: 件数 N で割って
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
# message: TypeError
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


# %% subclass of common
# message: common の SoftmaxWithLoss を呼んでいます
import common.layers as _layers


class SoftmaxWithLoss(_layers.SoftmaxWithLoss):
    def __init__(self):
        super().__init__()
