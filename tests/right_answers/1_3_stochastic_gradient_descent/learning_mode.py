# %% three ifs
def learning_mode(N, B):
    if B == 1:
        return "online"
    elif B < N:
        return "minibatch"
    else:
        return "batch"


# %% expression
def learning_mode(N, B):
    return "batch" if N <= B else "minibatch" if B > 1 else "online"


# %% updates
def learning_mode(N, B):
    updates = -(-N // B)
    return {1: "batch", N: "online"}.get(updates, "minibatch")
