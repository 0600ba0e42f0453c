# %% dictionary
def output_design(task, n_targets):
    table = {
        "regression": ("identity", "mean_squared_error", n_targets),
        "binary": ("sigmoid", "binary_cross_entropy_error", 1),
        "multiclass": ("softmax", "cross_entropy_error", n_targets),
    }
    return table[task]


# %% match
def output_design(task, n_targets):
    match task:
        case "regression":
            return ["identity", "mean_squared_error", n_targets]
        case "binary":
            return ["sigmoid", "binary_cross_entropy_error", n_targets - 1]
        case _:
            return ["softmax", "cross_entropy_error", n_targets]


# %% NumPy integer
def output_design(task, n_targets):
    units = np.int64(1 if task == "binary" else n_targets)
    if task == "regression":
        return "identity", "mean_squared_error", units
    prefix = "binary_" if task == "binary" else ""
    return "sigmoid" if prefix else "softmax", f"{prefix}cross_entropy_error", units
