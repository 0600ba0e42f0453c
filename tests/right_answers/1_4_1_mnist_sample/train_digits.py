# %% epochs
def train_digits(x, d, gradient, updates, rng):
    n_in, hidden, size = x.shape[1], 64, 100
    network = {
        "W1": rng.normal(0.0, np.sqrt(1 / n_in), (n_in, hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(0.0, np.sqrt(1 / hidden), (hidden, 10)),
        "b2": np.zeros(10),
    }
    done = 0
    while done < updates:
        order = rng.permutation(len(x))
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            if done < updates:
                grads = gradient(network, x[chosen], d[chosen])
                for key, grad in grads.items():
                    network[key] -= 0.8 * grad
            done += 1
    return network


# %% chosen with replacement, float32
def train_digits(x, d, gradient, updates, rng):
    def layer(n_in, n_out):
        W = rng.standard_normal((n_in, n_out), dtype=np.float32) * np.float32((2 / n_in) ** 0.5)
        return W, np.zeros(n_out, dtype=np.float32)

    (W1, b1), (W2, b2) = layer(x.shape[1], 40), layer(40, 10)
    for _ in range(updates):
        k = rng.integers(0, len(x), 60)
        g = gradient({"W1": W1, "b1": b1, "W2": W2, "b2": b2}, x[k], d[k])
        W1, b1 = W1 - np.float32(0.5) * g["W1"], b1 - np.float32(0.5) * g["b1"]
        W2, b2 = W2 - np.float32(0.5) * g["W2"], b2 - np.float32(0.5) * g["b2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


# %% falling learning rate, optimizer of common
from common.optimizer import SGD


def train_digits(x, d, gradient, updates, rng):
    network = {"W1": 0.1 * rng.standard_normal((x.shape[1], 50)), "b1": np.zeros(50)}
    network |= {"W2": 0.1 * rng.standard_normal((50, 10)), "b2": np.zeros(10)}
    for step in range(updates):
        lr = 1.0 if step < updates // 2 else 0.3
        chosen = rng.choice(len(x), size=min(80, len(x)), replace=False)
        SGD(lr).update(network, gradient(network, x[chosen], d[chosen]))
    return network
