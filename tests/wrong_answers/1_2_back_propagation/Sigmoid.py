# %% dout ignored
# message: dout をかけ忘れて
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return self.z * (1 - self.z)


# %% x for z
# message: backward：値が違います
# note: x(1 − x) を計算してしまう
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = x
        return sigmoid(x)

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.z * (1 - self.z)


# %% alias of common
# message: common の Sigmoid を呼んでいます
from common.layers import Sigmoid


# %% 1 - z missing
# message: (1 − z) をかけ忘れて
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.z


# %% sigmoid twice
# message: backward：値が違います
# note: d_sigmoid(z) を計算してしまう
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        z = sigmoid(self.z)
        return dout * z * (1 - z)


# %% z of an earlier call
# message: 前の forward
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        z = sigmoid(x)
        if self.z is None:
            self.z = z
        return z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.z * (1 - self.z)


# %% dout overwritten
# message: 引数に渡した配列が書き換わっています
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        dout *= self.z * (1 - self.z)
        return dout


# %% z overwritten
# message: 引数に渡した配列が書き換わっています
# note: forward が返した配列まで変わる
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        self.z *= 1 - self.z
        return dout * self.z


# %% no error before forward
# message: RuntimeError になりません
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            return dout
        return dout * self.z * (1 - self.z)


# %% forward of relu
# message: sigmoid(x) を返します
class Sigmoid:

    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = relu(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.z * (1 - self.z)


# %% difference quotient
# message: x = ±20
# note: 傾きの代わりに、差分をかける
class Sigmoid:
    def __init__(self):
        self.x = None

    def forward(self, x):
        self.x = x
        return sigmoid(x)

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        return dout * (sigmoid(self.x + 1e-5) - sigmoid(self.x - 1e-5)) / 2e-5


# %% gradients accumulated
# message: 2度目の backward
# note: 前の勾配に足し込む
class Sigmoid:
    def __init__(self):
        self.z = None
        self.total = 0

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError()
        self.total = self.total + dout * self.z * (1 - self.z)
        return self.total


# %% clipped
# message: x = ±20
# note: z を 0 と 1 から離しておく
class Sigmoid:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError()
        z = np.clip(self.z, 1e-8, 1 - 1e-8)
        return dout * z * (1 - z)
