# %% own relu and while
def forward(network, x, output_activation):
    zs = []
    k = 1
    z = x
    while f"W{k + 1}" in network:
        u = np.dot(z, network[f"W{k}"]) + network[f"b{k}"]
        z = np.where(u > 0, u, 0)
        zs.append(z)
        k += 1
    return output_activation(np.dot(z, network[f"W{k}"]) + network[f"b{k}"]), zs


# %% recursion
def forward(network, x, output_activation):
    def rest(z, k):
        u = z @ network[f"W{k}"] + network[f"b{k}"]
        if f"W{k + 1}" not in network:
            return output_activation(u), []
        z = functions.relu(u)
        y, zs = rest(z, k + 1)
        return y, [z, *zs]

    return rest(x, 1)


# %% one sample at a time
def forward(network, x, output_activation):
    if x.ndim == 2:
        samples = [forward(network, row, lambda u: u) for row in x]
        u = np.array([u for u, _ in samples])
        return output_activation(u), [np.array(z) for z in zip(*(zs for _, zs in samples))]
    layers = len(network) // 2
    zs = [x]
    for k in range(1, layers):
        zs.append(np.maximum(0, zs[-1] @ network[f"W{k}"] + network[f"b{k}"]))
    return output_activation(zs[-1] @ network[f"W{layers}"] + network[f"b{layers}"]), zs[1:]


# %% einsum and a tuple of hidden outputs
def forward(network, x, output_activation):
    layers = sum(key.startswith("W") for key in network)
    z, zs = x, ()
    for k in range(1, layers + 1):
        u = np.einsum("...i,io->...o", z, network[f"W{k}"]) + network[f"b{k}"]
        if k == layers:
            return output_activation(u), zs
        z = u * (u > 0)
        zs = (*zs, z)


# %% all outputs, then split
def forward(network, x, output_activation):
    activations = [functions.relu] * (len(network) // 2 - 1) + [output_activation]
    outputs = [x]
    for k, activation in enumerate(activations, start=1):
        outputs.append(activation(outputs[-1] @ network[f"W{k}"] + network[f"b{k}"]))
    _, *zs, y = outputs
    return [y, zs]
