# %% both signs
def d_sigmoid(u):
    return sigmoid(u) * sigmoid(-u)


# %% exponential
def d_sigmoid(u):
    e = np.exp(-np.abs(u))
    return e / (1 + e) ** 2


# %% difference of squares
def d_sigmoid(u):
    z = sigmoid(u)
    return z - z**2


# %% loop
def d_sigmoid(u):
    out = np.zeros_like(u)
    for i in np.ndindex(u.shape):
        z = 1 / (1 + np.exp(-u[i]))
        out[i] = z * (1 - z)
    return out
