// The points that no other beats.

/** No worse in both and better in one. x and y: {column, better}; values are numbers. */
export function dominates(a, b, x, y) {
    const dx = x.better * (a.x - b.x);
    const dy = y.better * (a.y - b.y);
    return dx >= 0 && dy >= 0 && (dx > 0 || dy > 0);
}

/** Points that have both values, as {point, x, y}. */
export function valued(points, x, y) {
    return points
        .map((point) => ({ point, x: point.number(x.column), y: point.number(y.column) }))
        .filter((entry) => entry.x !== null && entry.y !== null);
}

/** Those of `entries` that no other dominates, the best x first; of equal ones all. O(n log n). */
export function paretoFront(entries, x, y) {
    const sorted = [...entries].sort((a, b) => x.better * (b.x - a.x) || y.better * (b.y - a.y));
    const front = [];
    let last = null;
    for (const entry of sorted) {
        const better = last === null || y.better * (entry.y - last.y) > 0;
        const equal = last !== null && entry.x === last.x && entry.y === last.y;
        if (!better && !equal) continue;
        front.push(entry);
        last = entry;
    }
    return front;
}

/** Corners of the staircase between the points of a front: what is dominated lies on one side of it. */
export function staircase(front) {
    const corners = [];
    for (const [index, entry] of front.entries()) {
        if (index > 0) corners.push([entry.x, front[index - 1].y]);
        corners.push([entry.x, entry.y]);
    }
    return corners;
}
