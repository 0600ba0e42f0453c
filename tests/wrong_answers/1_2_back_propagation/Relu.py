# %% no mask in backward
# message: 勾配を 0 にします
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout


# %% dout ignored
# message: dout をかけ忘れて
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return 1.0 * self.mask


# %% one at zero
# message: x = 0 のところ
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x >= 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.mask


# %% alias of common
# message: common の Relu を呼んでいます
from common.layers import Relu


# %% calls common
# message: common の d_relu を呼んでいます
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        from common.functions import d_relu

        return dout * d_relu(self.mask)


# %% times x
# message: 傾き（0 か 1）をかけます
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = np.maximum(x, 0)
        return self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.mask


# %% dout overwritten
# message: 引数に渡した配列が書き換わっています
# note: dout を書き換える
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        dout[~self.mask] = 0
        return dout


# %% x overwritten
# message: 引数に渡した配列が書き換わっています
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        x[~self.mask] = 0
        return x

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.mask


# %% mask of an earlier call
# message: 前の forward
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        if self.mask is None:
            self.mask = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.mask


# %% mask shared by all layers
# message: RuntimeError になりません
# note: クラスの変数は、すべての層で共有される
class Relu:
    mask = None

    def forward(self, x):
        Relu.mask = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        if Relu.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * Relu.mask


# %% sign of dout
# message: x = 0 のところ
# note: dout のほうにも ReLU をかける
class Relu:
    def __init__(self):
        self.x = None

    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return np.where((dout > 0) & (self.x >= 0), dout, 0)


# %% no error before forward
# message: RuntimeError になりません
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            return dout
        return dout * self.mask


# %% forward of the step function
# message: 正の値はそのまま
class Relu:

    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = x > 0
        return 1.0 * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.mask


# %% difference quotient
# message: 小さな値
# note: 傾きの代わりに、左側の差分をかける
class Relu:
    def __init__(self):
        self.x = None

    def forward(self, x):
        self.x = x
        return relu(x)

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        return dout * (relu(self.x) - relu(self.x - 1e-5)) / 1e-5


# %% gradients accumulated
# message: 2度目の backward
# note: 前の勾配に足し込む
class Relu:
    def __init__(self):
        self.mask = None
        self.total = 0

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError()
        if np.shape(self.total) != dout.shape:
            self.total = np.zeros(dout.shape)
        self.total = self.total + dout * self.mask
        return self.total


# %% one result for all calls of forward
# message: 同じものを使い回しています
class Relu:
    def __init__(self):
        self.mask = None
        self.result = None

    def forward(self, x):
        self.mask = x > 0
        if self.result is None or self.result.shape != x.shape:
            self.result = np.empty(x.shape)
        np.multiply(x, self.mask, out=self.result)
        return self.result

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("forward を先に呼びます")
        return dout * self.mask


# %% one result for all calls of backward
# message: 同じものを使い回しています
class Relu:
    def __init__(self):
        self.mask = None
        self.result = None

    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        if self.mask is None:
            raise RuntimeError("forward を先に呼びます")
        if self.result is None or self.result.shape != dout.shape:
            self.result = np.empty(dout.shape)
        self.result[...] = dout * self.mask
        return self.result
