# %% two lines
def sgd_step(w, grad, lr):
    step = lr * grad
    return w - step


# %% numpy functions
def sgd_step(w, grad, lr):
    return np.subtract(w, np.multiply(grad, lr))


# %% copy
def sgd_step(w, grad, lr):
    new = np.array(w, dtype=float)
    new -= lr * np.asarray(grad)
    return new
