// What one point's machine and workload have that another's have not.

/** The whole config of a point: what all share, with its own values over it; null where it has none. */
export function configOf(data, id) {
    const own = data.configs[id];
    return own ? { ...data.config_base, ...own } : null;
}

/** [{key, from, to}] in the order of the keys; an absent value is "". */
export function configDiff(from, to) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys
        .map((key) => ({ key, from: from[key] ?? '', to: to[key] ?? '' }))
        .filter((entry) => entry.from !== entry.to);
}
