# %% flattened in forward
class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.rows = None

    def forward(self, x):
        self.shape = x.shape
        self.rows = x.reshape(len(x), -1)
        return np.dot(self.rows, self.W) + self.b

    def backward(self, dout):
        if self.rows is None:
            raise RuntimeError("forward を先に呼びます")
        self.dW = np.dot(self.rows.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T).reshape(*self.shape)


# %% einsum
class Affine:
    def __init__(self, W, b):
        self.W, self.b, self.x = W, b, None

    def forward(self, x):
        self.x = x
        return np.einsum("ni,io->no", x.reshape(x.shape[0], -1), self.W) + self.b

    def backward(self, dout):
        if self.x is None:
            raise RuntimeError("backward before forward")
        x = self.x.reshape(self.x.shape[0], -1)
        self.dW = np.einsum("ni,no->io", x, dout)
        self.db = np.einsum("no->o", dout)
        return np.einsum("no,io->ni", dout, self.W).reshape(self.x.shape)


# %% missing attribute as the sign
class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        self.cache = x.reshape(x.shape[0], self.W.shape[0]), x.shape
        return self.cache[0] @ self.W + self.b

    def backward(self, dout):
        try:
            rows, shape = self.cache
        except AttributeError:
            raise RuntimeError("forward がまだです") from None
        self.dW, self.db = rows.T @ dout, np.ones(len(dout)) @ dout
        return (dout @ self.W.T).reshape(shape)
