# %% normal
def init_weights(n_in, n_out, method, rng):
    if method == "gauss":
        std = 0.01
    elif method == "xavier":
        std = 1 / np.sqrt(n_in)
    else:
        std = (2 / n_in) ** 0.5
    return rng.normal(0.0, std, size=(n_in, n_out)), np.zeros(n_out)


# %% float32
def init_weights(n_in, n_out, method, rng):
    import math

    stds = {"gauss": 0.01, "xavier": math.sqrt(1.0 / n_in), "he": math.sqrt(2.0 / n_in)}
    W = rng.standard_normal(size=(n_in, n_out), dtype=np.float32) * stds[method]
    return W, np.zeros((n_out,), dtype=np.float32)


# %% variance
def init_weights(n_in, n_out, method, rng):
    variance = dict(gauss=0.01**2, xavier=1 / n_in, he=2 / n_in)[method]
    W = rng.normal(size=n_in * n_out).reshape(n_in, n_out) * variance**0.5
    b = 0 * W[0]
    return W, b
