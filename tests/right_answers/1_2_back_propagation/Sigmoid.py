# %% keeps x
class Sigmoid:
    def __init__(self):
        self.x = None

    def forward(self, x):
        self.x = x
        return sigmoid(x)

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("forward を先に呼びます")
        return dout * sigmoid(self.x) * sigmoid(-self.x)


# %% keeps the derivative
class Sigmoid:
    def __init__(self):
        self.slope = None

    def forward(self, x):
        z = 1 / (1 + np.exp(-x))
        self.slope = z - z * z
        return z

    def backward(self, dout):
        if self.slope is None:
            raise RuntimeError("forward を先に呼びます")
        return self.slope * dout


# %% list of outputs
class Sigmoid:
    def __init__(self):
        self.outputs = []

    def forward(self, x):
        self.outputs.append(sigmoid(x))
        return self.outputs[-1]

    def backward(self, dout):
        if not self.outputs:
            raise RuntimeError("forward を先に呼びます")
        z = self.outputs[-1]
        return np.multiply(dout, np.multiply(z, 1.0 - z))
