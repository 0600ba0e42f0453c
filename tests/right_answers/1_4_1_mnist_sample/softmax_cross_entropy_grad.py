# %% zeros_like and a loop over classes
def softmax_cross_entropy_grad(u, d):
    one_hot = np.zeros_like(u)
    for k in range(u.shape[1]):
        one_hot[:, k] = (d == k).astype(u.dtype)
    return (softmax(u) - one_hot) / len(u)


# %% index made on the device
def softmax_cross_entropy_grad(u, d):
    n = u.shape[0]
    grad = softmax(u)
    grad[np.arange(n, like=d), d] -= 1
    return grad / n


# %% own softmax, where
def softmax_cross_entropy_grad(u, d):
    n, k = u.shape
    e = np.exp(u - u.max(axis=1, keepdims=True))
    y = e / e.sum(axis=1, keepdims=True)
    classes = np.arange(k, like=u).reshape(1, k)
    return np.where(d.reshape(n, 1) == classes, y - 1, y) / n
