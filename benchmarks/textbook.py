"""What a textbook's code does, as plain as it stands in books: float64, im2col, argmax pooling."""

import numpy as np


class TextbookNet:
    """A network with one hidden layer of ReLU and a softmax output, updated by SGD."""

    def __init__(self, inputs: int, hidden: int, outputs: int, learning_rate: float):
        rng = np.random.default_rng(0)
        self.params = {
            "W1": 0.01 * rng.standard_normal((inputs, hidden)),
            "b1": np.zeros(hidden),
            "W2": 0.01 * rng.standard_normal((hidden, outputs)),
            "b2": np.zeros(outputs),
        }
        self.learning_rate = learning_rate

    def step(self, x: np.ndarray, d: np.ndarray) -> float:
        p = self.params
        u1 = np.dot(x, p["W1"]) + p["b1"]
        mask = u1 <= 0
        z1 = u1.copy()
        z1[mask] = 0
        u2 = np.dot(z1, p["W2"]) + p["b2"]
        exp_u = np.exp(u2 - np.max(u2, axis=1, keepdims=True))
        y = exp_u / np.sum(exp_u, axis=1, keepdims=True)
        loss = -np.sum(d * np.log(y + 1e-7)) / len(x)
        du2 = (y - d) / len(x)
        du1 = np.dot(du2, p["W2"].T)
        du1[mask] = 0
        grads = {"W1": np.dot(x.T, du1), "b1": np.sum(du1, axis=0)}
        grads |= {"W2": np.dot(z1.T, du2), "b2": np.sum(du2, axis=0)}
        np.dot(du1, p["W1"].T)  # every layer's backward gives dx, the first one's too
        for key in p:
            p[key] -= self.learning_rate * grads[key]
        return float(loss)


class TextbookConvolution:
    """Convolution, ReLU and 2x2 max pooling, each by im2col to a matrix and col2im back."""

    def __init__(self, W: np.ndarray, b: np.ndarray):
        self.W, self.b = W, b

    def step(self, x: np.ndarray, dout: np.ndarray) -> np.ndarray:
        W = self.W.astype(x.dtype)
        O, _, size, _ = W.shape  # noqa: E741
        N, H = len(x), x.shape[2] - size + 1
        col, col_W = im2col(x, size, 1), W.reshape(O, -1).T
        u = (np.dot(col, col_W) + self.b.astype(x.dtype)).reshape(N, H, H, O).transpose(0, 3, 1, 2)
        mask = u <= 0
        z = u.copy()
        z[mask] = 0
        pixels = im2col(z, 2, 2).reshape(-1, 4)
        largest = np.argmax(pixels, axis=1)
        self.out = np.max(pixels, axis=1).reshape(N, H // 2, H // 2, O).transpose(0, 3, 1, 2)
        dpixels = np.zeros((dout.size, 4), dtype=x.dtype)
        dpixels[np.arange(dout.size), largest] = dout.transpose(0, 2, 3, 1).flatten()
        dz = col2im(dpixels.reshape(N * (H // 2) ** 2, -1), z.shape, 2, 2)
        dz[mask] = 0
        du = dz.transpose(0, 2, 3, 1).reshape(-1, O)
        self.db, self.dW = np.sum(du, axis=0), np.dot(col.T, du).T.reshape(W.shape)
        return col2im(np.dot(du, col_W.T), x.shape, size, 1)


def im2col(x: np.ndarray, size: int, stride: int) -> np.ndarray:
    N, C, H, _ = x.shape
    out = (H - size) // stride + 1
    col = np.zeros((N, C, size, size, out, out), dtype=x.dtype)
    for i in range(size):
        for j in range(size):
            rows = slice(i, i + stride * out, stride)
            col[:, :, i, j] = x[:, :, rows, j : j + stride * out : stride]
    return col.transpose(0, 4, 5, 1, 2, 3).reshape(N * out * out, -1)


def col2im(col: np.ndarray, shape: tuple[int, ...], size: int, stride: int) -> np.ndarray:
    N, C, H, _ = shape
    out = (H - size) // stride + 1
    col = col.reshape(N, out, out, C, size, size).transpose(0, 3, 4, 5, 1, 2)
    x = np.zeros(shape, dtype=col.dtype)
    for i in range(size):
        for j in range(size):
            rows = slice(i, i + stride * out, stride)
            x[:, :, rows, j : j + stride * out : stride] += col[:, :, i, j]
    return x
