# %% einsum
def backward(network, x, d):
    u1 = np.einsum("ni,ih->nh", x, network["W1"]) + network["b1"]
    z1 = np.where(u1 > 0, u1, 0.0)
    u2 = np.einsum("nh,hk->nk", z1, network["W2"]) + network["b2"]
    e = np.exp(u2 - u2.max(axis=1, keepdims=True))
    delta2 = (e / e.sum(axis=1, keepdims=True) - d) / len(x)
    delta1 = np.einsum("nk,hk->nh", delta2, network["W2"])
    delta1[u1 <= 0] = 0
    grads = {}
    grads["b2"] = np.einsum("nk->k", delta2)
    grads["W2"] = np.einsum("nh,nk->hk", z1, delta2)
    grads["b1"] = np.einsum("nh->h", delta1)
    grads["W1"] = np.einsum("ni,nh->ih", x, delta1)
    return grads


# %% one sample at a time
def backward(network, x, d):
    grads = {key: np.zeros_like(value) for key, value in network.items()}
    for x_n, d_n in zip(x, d):
        u1 = x_n @ network["W1"] + network["b1"]
        z1 = relu(u1)
        y = softmax(z1 @ network["W2"] + network["b2"])
        delta2 = y - d_n
        delta1 = (network["W2"] @ delta2) * (u1 > 0)
        grads["W1"] += np.outer(x_n, delta1) / len(x)
        grads["b1"] += delta1 / len(x)
        grads["W2"] += np.outer(z1, delta2) / len(x)
        grads["b2"] += delta2 / len(x)
    return grads


# %% divided at the end
def backward(network, x, d):
    W1, b1, W2, b2 = (network[k] for k in ("W1", "b1", "W2", "b2"))
    u1 = x @ W1 + b1
    z1 = relu(u1)
    error = softmax(z1 @ W2 + b2) - d
    hidden = error @ W2.T * np.sign(z1)
    ones = np.ones(len(x))
    sums = {"W1": x.T @ hidden, "b1": ones @ hidden, "W2": z1.T @ error, "b2": ones @ error}
    return {key: value / len(x) for key, value in sums.items()}
