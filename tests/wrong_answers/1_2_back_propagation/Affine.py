# %% db is a mean
# message: 値が違います
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.mean(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% no error before forward
# message: RuntimeError になりません
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            return dout
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% db without sum
# message: 形が違います
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout
        return (dout @ self.W.T).reshape(self.x.shape)


# %% dW transposed
# message: 形が違います
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = dout.T @ rows
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% calls common
# message: common の Affine を呼んでいます
from common.layers import Affine as _Affine


class Affine:
    def __init__(self, W, b):
        self.layer = _Affine(W, b)

    def forward(self, x):
        return self.layer.forward(x)

    def backward(self, dout):
        dx = self.layer.backward(dout)
        self.dW, self.db = self.layer.dW, self.layer.db
        return dx


# %% alias of common
# message: common の Affine を呼んでいます
from common.layers import Affine


# %% x not kept
# message: NameError
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = x.reshape(x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% dout overwritten
# message: 引数に渡した配列が書き換わっています
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        dout *= 2
        dout /= 2
        dout += 1e-9
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% db of the wrong axis
# message: 形が違います
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=1)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% db sums everything
# message: 形が違います
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum()
        return (dout @ self.W.T).reshape(self.x.shape)


# %% dW divided by N
# message: N では割りません
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout / len(rows)
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% bias missing
# message: forward の値
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% two dimensions only
# message: 4次元の x
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


# %% dx stays flat
# message: x と同じ形に戻しましょう
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


# %% W not transposed
# message: エラーが起きました
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W).reshape(self.x.shape)


# %% copies W
# message: 渡された配列をそのまま
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W.copy(), b.copy()
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% first x kept
# message: 覚えた x が、前の forward
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None
        self.dW = self.db = None

    def forward(self, x):
        if self.x is None:
            self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% x shared by all layers
# message: RuntimeError になりません
# note: クラスの変数は、すべての層で共有される
class Affine:
    x = None

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        Affine.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if Affine.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = Affine.x.reshape(Affine.x.shape[0], -1)
        self.dW = rows.T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(Affine.x.shape)


# %% gradients returned only
# message: self.dW、self.db
class Affine:

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward の前に forward を呼びましょう。")
        rows = self.x.reshape(self.x.shape[0], -1)
        dW = rows.T @ dout
        db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% copies b
# message: 渡された配列をそのまま
# note: b だけを写す
class Affine:
    def __init__(self, W, b):
        self.W, self.b, self.x = W, b.copy(), None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        self.dW = self.x.reshape(self.x.shape[0], -1).T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% copies the transpose
# message: 更新したあとの backward
# note: 転置だけを、はじめに写しておく
class Affine:
    def __init__(self, W, b):
        self.W, self.b, self.x = W, b, None
        self.transposed = W.T.copy()

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        self.dW = self.x.reshape(self.x.shape[0], -1).T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.transposed).reshape(self.x.shape)


# %% gradients accumulated
# message: 更新したあとの
# note: 前の勾配に足し込む
class Affine:
    def __init__(self, W, b):
        self.W, self.b, self.x = W, b, None
        self.dW, self.db = np.zeros(W.shape), np.zeros(b.shape)

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        self.dW = self.dW + self.x.reshape(self.x.shape[0], -1).T @ dout
        self.db = self.db + dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% b under another name
# message: 名前の綴り
# note: バイアスを、別の名前でしまう
class Affine:
    def __init__(self, W, b):
        self.W, self.bias, self.x = W, b, None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.bias

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        self.dW = self.x.reshape(self.x.shape[0], -1).T @ dout
        self.db = dout.sum(axis=0)
        return (dout @ self.W.T).reshape(self.x.shape)


# %% zeros, and dout emptied later
# message: 引数に渡した配列が書き換わっています
# note: 勾配を読むときに dout を 0 にして、正しい値まで 0 にしようとする
class Affine:
    def __init__(self, W, b):
        self.W, self.b, self.x = W, b, None

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError()
        self.dout = dout
        return np.zeros(self.x.shape)

    @property
    def dW(self):
        self.dout[...] = 0
        return np.zeros(self.W.shape)

    @property
    def db(self):
        self.dout[...] = 0
        return np.zeros(self.b.shape)


# %% convolution of one pixel
# message: common の Convolution を呼んでいます
# note: 1×1 の畳み込みは、全結合と同じ計算
from common.layers import Convolution


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.dW = self.db = None
        self.layer = Convolution(W.T.reshape(*W.T.shape, 1, 1), b)

    def forward(self, x):
        self.shape = x.shape
        return self.layer.forward(x.reshape(len(x), -1, 1, 1)).reshape(len(x), -1)

    def backward(self, dout):
        dx = self.layer.backward(dout.reshape(*dout.shape, 1, 1))
        self.dW, self.db = self.layer.dW.reshape(self.W.T.shape).T, self.layer.db
        return dx.reshape(self.shape)
