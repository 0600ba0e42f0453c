# %% copies for each element
def numerical_gradient(f, x, h=1e-4):
    grad = np.empty(x.shape)
    for index in np.ndindex(*x.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[index] += h
        down[index] -= h
        grad[index] = (f(up) - f(down)) / (h + h)
    return grad


# %% flat view
def numerical_gradient(f, x, h=1e-4):
    x = np.array(x, dtype=np.float64)
    values = x.reshape(-1)
    grad = []
    for i in range(values.size):
        keep = values[i]
        values[i] = keep + h
        plus = f(x)
        values[i] = keep - h
        minus = f(x)
        values[i] = keep
        grad.append((plus - minus) / (2 * h))
    return np.array(grad).reshape(x.shape)


# %% unit vectors
def numerical_gradient(f, x, h=1e-4):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in steps]).reshape(x.shape)


# %% moves the given array and restores it
def numerical_gradient(f, x, h=1e-4):
    if x.dtype.kind != "f":
        x = x.astype(float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        index = it.multi_index
        original = float(x[index])
        x[index] = original + h
        f1 = f(x)
        x[index] = original - h
        f2 = f(x)
        x[index] = original
        grad[index] = (f1 - f2) / (2 * h)
    return grad
