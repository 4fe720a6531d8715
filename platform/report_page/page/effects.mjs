// Main effects: how a metric goes with one axis, all else as it comes.

import { compareTexts, readable, toNumber } from './numbers.mjs';

const MOST_LEVELS = 12;
const BINS = 8;

/** {label, mean, deviation, least, most, count}: the deviation is that of all values, not of a sample. */
export function statistics(label, values) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { label, mean, deviation: Math.sqrt(variance), least: Math.min(...values), most: Math.max(...values), count: values.length };
}

/** Numeric axes with many levels, as random sampling gives them, in bins of equally many points. */
function binned(entries) {
    const sorted = [...entries].sort((a, b) => a.axis - b.axis);
    const groups = [];
    for (let bin = 0; bin < BINS; ++bin) {
        const part = sorted.slice(Math.floor((bin * sorted.length) / BINS), Math.floor(((bin + 1) * sorted.length) / BINS));
        if (part.length === 0) continue;
        const label = `${readable(part[0].axis)} to ${readable(part.at(-1).axis)}`;
        groups.push(statistics(label, part.map((entry) => entry.value)));
    }
    return groups;
}

/** The metric at each level of an axis, over the points that have it. */
export function mainEffect(points, column, metric) {
    const entries = points
        .map((point) => ({ text: point.text[column] ?? '', axis: toNumber(point.text[column]), value: point.number(metric.column) }))
        .filter((entry) => entry.value !== null);
    const levels = [...new Set(entries.map((entry) => entry.text))].sort(compareTexts);
    if (levels.length > MOST_LEVELS && entries.every((entry) => entry.axis !== null)) return binned(entries);
    return levels.map((level) =>
        statistics(level === '' ? 'none' : level, entries.filter((entry) => entry.text === level).map((entry) => entry.value)));
}

/** How far an axis moves the mean: the largest over the smallest of its levels' means, less 1. */
export function effectSize(levels) {
    const means = levels.map((level) => level.mean);
    const least = Math.min(...means);
    return means.length < 2 || least <= 0 ? 0 : Math.max(...means) / least - 1;
}
