// A sweep as the charts need it: its rows as written in results.csv, and the numbers in them.

import { compareTexts, toNumber } from './numbers.mjs';

/** Columns of results.csv that can be compared, and which way is better: -1 less, 1 more. */
export const METRICS = [
    { column: 'latency_ms', label: 'latency', unit: 'ms', better: -1, objective: 'latency' },
    { column: 'energy_mj', label: 'energy', unit: 'mJ', better: -1, objective: 'energy' },
    { column: 'area_mm2', label: 'area', unit: 'mm\u00b2', better: -1, objective: 'area' },
    { column: 'dsps', label: 'DSPs', unit: '', better: -1, objective: 'dsps' },
    { column: 'accuracy', label: 'accuracy', unit: '%', better: 1, objective: 'accuracy' },
    { column: 'cycles', label: 'cycles', unit: '', better: -1 },
    { column: 'array_utilisation', label: 'array utilisation', unit: '', better: 1 },
    { column: 'array_busy', label: 'array busy', unit: '', better: 1 },
    { column: 'dram_bytes', label: 'DRAM traffic', unit: 'bytes', better: -1 },
    { column: 'dram_gb_s', label: 'DRAM bandwidth', unit: 'GB/s', better: -1 },
    { column: 'power_w', label: 'power', unit: 'W', better: -1 },
    { column: 'luts', label: 'LUTs', unit: '', better: -1 },
    { column: 'instructions', label: 'host instructions', unit: '', better: -1 },
];

export const metricTitle = (metric) => (metric.unit === '' ? metric.label : `${metric.label} [${metric.unit}]`);

export function sweepModel(data) {
    const columns = data.columns;
    const points = data.rows.map((cells) => {
        const text = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
        return { id: text.id, ok: text.status === 'ok', text, number: (column) => toNumber(text[column] ?? '') };
    });
    const good = points.filter((point) => point.ok);
    const varied = [...data.axes, ...data.derived].filter((column) => columns.includes(column));
    return {
        title: data.title, columns, points, good,
        bad: points.filter((point) => !point.ok),
        axes: data.axes.filter((column) => columns.includes(column)),
        varied,
        // A metric that no point has is not offered.
        metrics: METRICS.filter((metric) => good.some((point) => point.number(metric.column) !== null)),
    };
}

/** The same sweep with only some of its points. */
export function withPoints(model, points) {
    return { ...model, points, good: points.filter((point) => point.ok), bad: points.filter((point) => !point.ok) };
}

/** The distinct texts of a column, in their order. */
export function levelsOf(points, column) {
    return [...new Set(points.map((point) => point.text[column]))].sort(compareTexts);
}

/** The first of the points with the best value; null where none has one. */
export function bestPoint(points, metric) {
    let best = null;
    for (const point of points) {
        const value = point.number(metric.column);
        if (value === null) continue;
        if (best === null || metric.better * (value - best.number(metric.column)) > 0) best = point;
    }
    return best;
}
