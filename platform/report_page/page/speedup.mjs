// Speed-up over dense against the ideal M/N: points that differ in nothing but the N:M of their weights.

import { idealSpeedup } from './numbers.mjs';

/** Columns that may differ between the points of one group. */
const OF_THE_PATTERN = ['workload.pattern', 'workload.file', 'workload.series'];

/** [{label, points: [{point, pattern, ideal, speedup}]}] of the groups that have a dense point and another. */
export function speedupGroups(points, columns) {
    const keys = columns.filter((column) => !OF_THE_PATTERN.includes(column));
    const groups = new Map();
    for (const point of points) {
        const cycles = point.number('cycles');
        const ideal = idealSpeedup(point.text.pattern ?? '');
        if (!cycles || ideal === null) continue;
        // The products of one model take equally many multiply-accumulates when dense.
        const key = JSON.stringify([point.text.macs_dense, ...keys.map((column) => point.text[column])]);
        if (!groups.has(key)) groups.set(key, { label: keys.map((column) => `${column} ${point.text[column]}`).join(', '), members: [] });
        groups.get(key).members.push({ point, pattern: point.text.pattern, ideal, cycles });
    }
    const found = [];
    for (const { label, members } of groups.values()) {
        const base = members.find((member) => member.pattern === 'dense');
        if (!base || members.length < 2) continue;
        found.push({
            label,
            points: members
                .map(({ point, pattern, ideal, cycles }) => ({ point, pattern, ideal, speedup: base.cycles / cycles }))
                .sort((a, b) => a.ideal - b.ideal),
        });
    }
    return found;
}
