# %% where
def step_function(x):
    return np.where(x > 0, 1, 0)


# %% multiplied by one
def step_function(x):
    return (x > 0) * 1


# %% heaviside
def step_function(x):
    return np.heaviside(x, 0).astype(np.int32)


# %% nested lists
def step_function(x):
    if x.ndim == 0:
        return 1 if x > 0 else 0
    return [step_function(row) for row in x]


# %% filled in
def step_function(x):
    y = np.zeros(x.shape, dtype=np.uint8)
    y[x > 0] = 1
    return y
