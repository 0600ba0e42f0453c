# %% formula of the log
class SoftmaxWithLoss:
    def __init__(self):
        self.y = None

    def forward(self, x, d):
        shifted = x - x.max(axis=1, keepdims=True)
        log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.y, self.d = np.exp(log_y), d
        return -np.sum(d * log_y) / len(x)

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("forward を先に呼びます")
        return (self.y - self.d) * (dout / len(self.y))


# %% gradient prepared in forward
class SoftmaxWithLoss:
    def __init__(self):
        self.dx = None

    def forward(self, x, d):
        self.y = softmax(x)
        self.dx = (self.y - d) / len(x)
        return cross_entropy_error(d, self.y)

    def backward(self, dout=1):
        if self.dx is None:
            raise RuntimeError("forward を先に呼びます")
        return self.dx * dout


# %% subtract at the class
class SoftmaxWithLoss:
    def __init__(self):
        self.y = self.labels = None

    def forward(self, x, d):
        self.y = softmax(x)
        self.labels = d.argmax(axis=1)
        return -np.log(self.y[np.arange(len(x)), self.labels]).mean()

    def backward(self, dout=1):
        if self.y is None:
            raise RuntimeError("forward を先に呼びます")
        dx = self.y.copy()
        dx[np.arange(len(dx)), self.labels] -= 1.0
        return dout * dx / len(dx)
