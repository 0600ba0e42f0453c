# %% slope of sigmoid
# message: z(1 − z) は、シグモイド関数の微分
# note: 章の式を写す
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * self.z * (1 - self.z)


# %% dout ignored
# message: dout をかけ忘れて
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return 1 - self.z**2


# %% not squared
# message: 1 − z になって
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z)


# %% x for z
# message: x ではなく
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = x
        return np.tanh(x)

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% plus
# message: z² の符号
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 + self.z**2)


# %% inner factor forgotten
# message: ちょうど半分
# note: 2σ(2x) − 1 の、2x の 2 を微分し忘れる
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        s = (1 + self.z) / 2
        return dout * 2 * s * (1 - s)


# %% both factors forgotten
# message: ちょうど4分の1
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        s = (1 + self.z) / 2
        return dout * s * (1 - s)


# %% naive exponentials
# message: 指数関数を、大きな数で
# note: 定義の式のまま計算する
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% forward of sigmoid
# message: tanh(0) は 0 です
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = sigmoid(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% sigmoid of x, not of 2x
# message: σ に入れるのは 2x
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = 2 * sigmoid(x) - 1
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% numerator reversed
# message: 引き算の順序
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(-x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% no error before forward
# message: RuntimeError になりません
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            return dout
        return dout * (1 - self.z**2)


# %% dout overwritten
# message: 引数に渡した配列が書き換わっています
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        dout *= 1 - self.z**2
        return dout


# %% z overwritten
# message: 引数に渡した配列が書き換わっています
# note: forward が返した配列まで変わる
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        self.z **= 2
        return dout * (1 - self.z)


# %% z of an earlier call
# message: 前の forward
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        if self.z is None:
            self.z = np.tanh(x)
        return np.tanh(x)

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% tanh twice
# message: x = 0 での傾きは 1
# note: 出力を、もう一度 tanh に通す
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - np.tanh(self.z) ** 2)


# %% sharing between layers
# message: RuntimeError になりません
# note: クラスの変数は、すべての層で共有される
class Tanh:
    z = None

    def __init__(self):
        pass

    def forward(self, x):
        Tanh.z = np.tanh(x)
        return Tanh.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% gradients accumulated
# message: 2度目の backward
# note: 前の勾配に足し込む
class Tanh:
    def __init__(self):
        self.z, self.total = None, 0.0

    def forward(self, x):
        self.z = np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        self.total = self.total + dout * (1 - self.z**2)
        return self.total


# %% difference quotient
# message: x = ±9
# note: 微分の式の代わりに、差分をかける
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.x, self.z = x, np.tanh(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (np.tanh(self.x + 1e-4) - np.tanh(self.x - 1e-4)) / 2e-4


# %% clipped
# message: forward
# note: 出力を ±1 から離しておく
class Tanh:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = np.clip(np.tanh(x), -0.999, 0.999)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return dout * (1 - self.z**2)


# %% calls the sigmoid layer of common
# message: common の Sigmoid を呼んでいます
class Tanh:
    def __init__(self):
        from common.layers import Sigmoid

        self.layer, self.z = Sigmoid(), None

    def forward(self, x):
        self.z = 2 * self.layer.forward(2 * x) - 1
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        return 4 * self.layer.backward(dout)
