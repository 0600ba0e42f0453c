# %% literal
reused = {"delta1", "grad_W1", "grad_W2", "grad_b2"}


# %% difference
reused = {"grad_W2", "grad_b2", "delta1", "grad_W1", "z1", "y"} - {"z1", "y"}


# %% set call
reused = set(["grad_W2", "grad_b2"])
reused.update(["delta1", "grad_W1"])
