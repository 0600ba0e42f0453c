# %% computed
x, y = 3, 1
t = x + y
chain_rule = {"dz/dt": 2 * t, "dz/dx": 2 * t * 1, "dz/dy": 2 * t * 1}


# %% floats
chain_rule = {"dz/dt": 8.0, "dz/dx": 8.0, "dz/dy": 8.0}


# %% built step by step
chain_rule = {}
chain_rule["dz/dt"] = 8
for name in ("dz/dx", "dz/dy"):
    chain_rule[name] = chain_rule["dz/dt"] * 1
