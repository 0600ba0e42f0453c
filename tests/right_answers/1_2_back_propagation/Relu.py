# %% keeps x
class Relu:
    def __init__(self):
        self.x = None

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("forward を先に呼びます")
        return np.where(self.x > 0, dout, 0)


# %% copy of dout
class Relu:
    def __init__(self):
        self.negative = None

    def forward(self, x):
        self.negative = x <= 0
        out = x.copy()
        out[self.negative] = 0
        return out

    def backward(self, dout):
        if self.negative is None:
            raise RuntimeError()
        dx = dout.copy()
        dx[self.negative] = 0
        return dx


# %% keeps z
class Relu:
    def __init__(self):
        self.z = None

    def forward(self, x):
        self.z = relu(x)
        return self.z

    def backward(self, dout):
        if self.z is None:
            raise RuntimeError("まだ forward が呼ばれていません")
        return dout * np.sign(self.z)
