# %% tanh and epochs
def predict(network, x):
    u2 = np.tanh(x @ network["hidden"] + network["shift"]) @ network["out"] + network["bias"]
    e = np.exp(u2 - u2.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def one_update(network, x, d, lr):
    new = {key: value.copy() for key, value in network.items()}
    z = np.tanh(x @ network["hidden"] + network["shift"])
    delta = predict(network, x)
    delta[np.arange(len(d)), d] -= 1
    delta /= len(d)
    back = (delta @ network["out"].T) * (1 - z**2)
    new["out"] -= lr * (z.T @ delta)
    new["bias"] -= lr * delta.sum(axis=0)
    new["hidden"] -= lr * (x.T @ back)
    new["shift"] -= lr * back.sum(axis=0)
    return new


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "hidden": rng.normal(0, 3, size=(2, 30)), "shift": rng.normal(size=30),
        "out": rng.normal(0, 0.3, size=(30, 3)), "bias": np.zeros(3),
    }
    done = 0
    while done < updates:
        order = rng.permutation(len(x))
        for first in range(0, len(x), 30):
            if done == updates:
                break
            chosen = order[first : first + 30]
            network = one_update(network, x[chosen], d[chosen], lr)
            done += 1
    return network


# %% two hidden layers
def layers(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    z2 = relu(z1 @ network["W2"] + network["b2"])
    return z1, z2, softmax(z2 @ network["W3"] + network["b3"])


def predict(network, x):
    return layers(network, x)[2]


def one_update(network, x, d, lr):
    z1, z2, y = layers(network, x)
    delta3 = (y - (d[:, None] == np.arange(3))) / len(x)
    delta2 = (delta3 @ network["W3"].T) * (z2 > 0)
    delta1 = (delta2 @ network["W2"].T) * (z1 > 0)
    grads = {}
    for number, (below, delta) in enumerate([(x, delta1), (z1, delta2), (z2, delta3)], start=1):
        grads[f"W{number}"], grads[f"b{number}"] = below.T @ delta, delta.sum(axis=0)
    return {key: value - lr * grads[key] for key, value in network.items()}


def learn_spiral(x, d, rng, updates, lr=0.2):
    sizes, network = [2, 20, 20, 3], {}
    for number, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=1):
        network[f"W{number}"] = rng.standard_normal((n_in, n_out)) * (2 / n_in) ** 0.5
        network[f"b{number}"] = np.zeros(n_out)
    for _ in range(updates):
        chosen = rng.choice(len(x), 60, replace=False)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% one matrix with the bias in it
def with_one(x):
    return np.hstack([x, np.ones((len(x), 1))])


def predict(network, x):
    return softmax(with_one(relu(with_one(x) @ network["A"])) @ network["B"])


def one_update(network, x, d, lr):
    x = with_one(x)
    hidden = with_one(relu(x @ network["A"]))
    miss = (softmax(hidden @ network["B"]) - np.eye(3)[d]) / len(x)
    below = (miss @ network["B"][:-1].T) * (hidden[:, :-1] > 0)
    return {"A": network["A"] - lr * x.T @ below, "B": network["B"] - lr * hidden.T @ miss}


def learn_spiral(x, d, rng, updates, lr=1.0):
    network = {"A": rng.standard_normal((3, 50)), "B": 0.3 * rng.standard_normal((51, 3))}
    for _ in range(updates):
        order = rng.permutation(len(x))[:100]
        network = one_update(network, x[order], d[order], lr)
    return network
