# %% copy
def identity(x):
    return x.copy()


# %% lambda
identity = lambda x: x


# %% times one
def identity(x):
    return x * 1


# %% list
def identity(x):
    return np.asarray(x).tolist()
