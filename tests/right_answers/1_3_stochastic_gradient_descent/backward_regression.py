# %% dictionary of functions
PAIRS = {"relu": (relu, d_relu), "sigmoid": (sigmoid, d_sigmoid)}


def backward_regression(network, x, d, activation):
    function, derivative = PAIRS[activation]
    W1, b1, W2, b2 = network["W1"], network["b1"], network["W2"], network["b2"]
    u1 = np.dot(x, W1) + b1
    z1 = function(u1)
    delta2 = (np.dot(z1, W2) + b2 - d) / x.shape[0]
    delta1 = np.dot(delta2, W2.T) * derivative(u1)
    ones = np.ones(x.shape[0])
    return dict(W1=np.dot(x.T, delta1), b1=ones @ delta1, W2=np.dot(z1.T, delta2), b2=ones @ delta2)


# %% one sample at a time
def backward_regression(network, x, d, activation):
    grads = {key: np.zeros_like(value) for key, value in network.items()}
    for x_n, d_n in zip(x, d):
        u1 = x_n @ network["W1"] + network["b1"]
        if activation == "relu":
            z1, slope = np.maximum(u1, 0), (u1 > 0).astype(float)
        else:
            z1 = sigmoid(u1)
            slope = z1 * (1 - z1)
        delta2 = z1 @ network["W2"] + network["b2"] - d_n
        delta1 = (network["W2"] @ delta2) * slope
        for key, grad in [("W1", np.outer(x_n, delta1)), ("b1", delta1), ("W2", np.outer(z1, delta2)), ("b2", delta2)]:
            grads[key] += grad / len(x)
    return grads


# %% einsum
def backward_regression(network, x, d, activation):
    u1 = np.einsum("ni,ih->nh", x, network["W1"]) + network["b1"]
    z1 = relu(u1) if activation == "relu" else sigmoid(u1)
    error = np.einsum("nh,hk->nk", z1, network["W2"]) + network["b2"] - d
    hidden = np.einsum("nk,hk->nh", error, network["W2"])
    hidden = np.where(u1 > 0, hidden, 0) if activation == "relu" else hidden * z1 * (1 - z1)
    n = len(x)
    return {"W1": np.einsum("ni,nh->ih", x, hidden) / n, "b1": hidden.sum(0) / n, "W2": np.einsum("nh,nk->hk", z1, error) / n, "b2": error.sum(0) / n}
