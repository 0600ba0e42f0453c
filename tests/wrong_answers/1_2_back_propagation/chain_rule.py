# %% 2t read as 2x
# message: t = x + y
chain_rule = {"dz/dt": 8, "dz/dx": 6, "dz/dy": 2}


# %% 2t read as 2x everywhere
# message: x だけを入れて
chain_rule = {"dz/dt": 6, "dz/dx": 6, "dz/dy": 6}


# %% stops at t
# message: ∂z/∂t もかけます
chain_rule = {"dz/dt": 8, "dz/dx": 1, "dz/dy": 1}


# %% value of t
# message: t の値そのもの
chain_rule = {"dz/dt": 4, "dz/dx": 4, "dz/dy": 4}


# %% value of z
# message: z の値そのもの
chain_rule = {"dz/dt": 16, "dz/dx": 16, "dz/dy": 16}


# %% only one key
# message: キーは
chain_rule = {"dz/dx": 8}


# %% list
# message: 型
chain_rule = [8, 8, 8]


# %% text
# message: 数値の配列ではありません
chain_rule = {"dz/dt": "2t", "dz/dx": 8, "dz/dy": 8}
